/**
 * Telling a Git provider how a commit fares: commit statuses on GitHub, GitLab and Bitbucket Cloud, and what is said on
 * pull requests and at the lines of their files. Not AWS, but a gateway all the same: what a provider answers stops
 * here.
 */
@NullMarked
package dev.plumbline.accounts.commits;

import org.jspecify.annotations.NullMarked;
