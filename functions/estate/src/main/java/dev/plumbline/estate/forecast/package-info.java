/**
 * What a template would make in a place where there is nothing of it yet, worked out without asking AWS. What only
 * CloudFormation can know says so. Not for what stands already: there a change set tells.
 */
@NullMarked
package dev.plumbline.estate.forecast;

import org.jspecify.annotations.NullMarked;
