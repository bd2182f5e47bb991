/**
 * Reading the live repository: one commit, fetched with depth 1 into memory and never checked out. The repository is
 * hostile until proven otherwise: links, submodules, odd names and oversized content are refused by name. What the
 * files say is not read here, and no AWS service is known here.
 */
@NullMarked
package dev.plumbline.estate.source;

import org.jspecify.annotations.NullMarked;
