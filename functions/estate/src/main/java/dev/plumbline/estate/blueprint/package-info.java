/**
 * The blueprints: the built-in set, its versions, and how a CloudFormation template is read as a blueprint. What
 * CloudFormation itself checks about a template (types, properties, references inside) does not belong here.
 */
@NullMarked
package dev.plumbline.estate.blueprint;

import org.jspecify.annotations.NullMarked;
