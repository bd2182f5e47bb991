package dev.plumbline.estate.blueprint;

import dev.plumbline.estate.yaml.Node;

/**
 * A resource of a template.
 *
 * @param type its CloudFormation type
 * @param conditional whether it exists only under a condition
 * @param properties what the template sets of it
 */
record TemplateResource(String type, boolean conditional, Node.Entries properties) {}
