/**
 * What a commit would change, resource by resource and property by property, before anything is changed: the document
 * that a plan is told by, beside a pull request and on a terminal. What is secret is masked when a document is made, so
 * that it is in none. Asks AWS nothing. How it looks on a page or a terminal is for whoever shows it.
 */
@NullMarked
package dev.plumbline.accounts.preview;

import org.jspecify.annotations.NullMarked;
