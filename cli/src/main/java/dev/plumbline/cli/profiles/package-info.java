/**
 * The AWS CLI's configuration with which a person takes the roles of the estate: what stands in it, and how it gets
 * into a file that holds other things, too. Nothing here talks to AWS.
 */
@NullMarked
package dev.plumbline.cli.profiles;

import org.jspecify.annotations.NullMarked;
