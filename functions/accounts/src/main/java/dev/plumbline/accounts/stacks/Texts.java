package dev.plumbline.accounts.stacks;

import org.jspecify.annotations.Nullable;

/** Reads texts that CloudFormation leaves out where it has nothing to say. */
final class Texts {

    private Texts() {}

    /** Returns a text, empty where there is none. */
    static String known(@Nullable String text) {
        return text == null ? "" : text;
    }
}
