package dev.plumbline.tasks.findings;

/** Words of a finding, made fit for people: neither a terminal nor a page nor a mail is steered by them. */
public final class Words {

    private static final int LONGEST = 300;

    private Words() {}

    /** Returns a text as one line without control characters and without what markup is made of. */
    public static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
                .replaceAll("[<>`]", "'")
                .replace("${", "$ {")
                .strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
