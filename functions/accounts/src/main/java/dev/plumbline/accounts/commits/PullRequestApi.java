package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** How each provider is told something about a pull request. */
interface PullRequestApi {

    /** Returns how a comment may look. */
    CommentForm form();

    /** Returns the comments that this token's owner wrote, in the order in which they were written. */
    List<Comment> comments(String number);

    /** Adds a comment. */
    void create(String number, String text);

    /** Replaces the text of a comment. */
    void update(Comment comment, String text);

    /** Deletes a comment. */
    void delete(Comment comment);

    /** Shows what is wrong at its lines in the place of what was shown before. */
    void annotate(String number, String commit, String mark, List<Annotation> annotations);

    /**
     * A comment.
     *
     * @param path where it is found
     * @param text what it says
     */
    record Comment(String path, String text) {
        /** Checks that nothing is missing. */
        public Comment {
            requireNonNull(path, "path is null");
            requireNonNull(text, "text is null");
        }
    }
}
