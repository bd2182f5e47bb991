/** What a person reads of findings and answers to them. */
@NullMarked
package dev.plumbline.cli.findings;

import org.jspecify.annotations.NullMarked;
