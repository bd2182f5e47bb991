/** The gateway to Cloud Control: the live properties of a resource, in the shape of its CloudFormation schema. */
@NullMarked
package dev.plumbline.accounts.resources;

import org.jspecify.annotations.NullMarked;
