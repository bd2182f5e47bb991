package dev.plumbline.accounts.commits;

/**
 * How a comment may look at a provider.
 *
 * @param characters how many characters one may have, with some to spare
 * @param folds whether parts of it can be folded away, and remarks hidden, as HTML has it
 */
public record CommentForm(int characters, boolean folds) {}
