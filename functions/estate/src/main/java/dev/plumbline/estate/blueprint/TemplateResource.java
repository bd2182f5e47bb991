package dev.plumbline.estate.blueprint;

/**
 * A resource of a template.
 *
 * @param type its CloudFormation type
 * @param conditional whether it exists only under a condition
 */
record TemplateResource(String type, boolean conditional) {}
