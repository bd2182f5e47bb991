/**
 * A small client for services that take a JSON document and the action's name in a header, for those whose SDK module
 * is larger than what a probe asks of it is worth.
 */
@NullMarked
package dev.plumbline.accounts.documents;

import org.jspecify.annotations.NullMarked;
