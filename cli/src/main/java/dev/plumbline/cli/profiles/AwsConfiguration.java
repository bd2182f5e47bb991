package dev.plumbline.cli.profiles;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of an AWS configuration file, of which one block between two comments is ours. What stands outside is
 * somebody else's: it stays to the letter, and a profile of theirs is never taken over.
 *
 * @param text all of the file; empty where there is none yet
 */
public record AwsConfiguration(String text) {

    private static final Pattern SECTION = Pattern.compile("(?m)^\\s*\\[\\s*profile\\s+([^]]+?)\\s*]");

    /** Checks that there is a text. */
    public AwsConfiguration {
        requireNonNull(text, "text is null");
    }

    /**
     * Returns the file with the organisation's block put in place of the one it had, or at the end.
     *
     * @param organization whose block it is
     * @param block profiles, as {@link ProfileBlock} writes them
     * @throws Problem where a profile of that name stands outside the block, or the block has lost its end
     */
    public AwsConfiguration with(String organization, String block) {
        String begin = "# BEGIN plumbline " + organization;
        String end = "# END plumbline " + organization;
        int from = lineAt(begin);
        int to = lineAt(end);
        if ((from < 0) != (to < 0) || to < from) {
            throw new Problem(
                    "the line '" + (from < 0 ? begin : end) + "' is missing from the configuration",
                    "Put it back, or delete what 'plumbline profiles' wrote, and run it again.");
        }
        String before = from < 0 ? separated(text) : text.substring(0, from);
        String after = from < 0 ? "" : text.substring(to + end.length());
        refuseTaken(before + after, block);
        return new AwsConfiguration(before + begin + "\n" + block + end + (after.isEmpty() ? "\n" : after));
    }

    private int lineAt(String line) {
        Matcher found = Pattern.compile("(?m)^" + Pattern.quote(line) + "\\s*$").matcher(text);
        return found.find() ? found.start() : -1;
    }

    private static String separated(String text) {
        if (text.isBlank()) {
            return "";
        }
        return text.endsWith("\n") ? text + "\n" : text + "\n\n";
    }

    private static void refuseTaken(String others, String block) {
        Set<String> theirs = Set.copyOf(profiles(others));
        List<String> taken = profiles(block).stream().filter(theirs::contains).toList();
        if (!taken.isEmpty()) {
            throw new Problem(
                    "the configuration has profiles of its own by these names: " + String.join(", ", taken),
                    "Rename or delete them, or choose another --prefix. Nothing was written.");
        }
    }

    private static List<String> profiles(String text) {
        return SECTION.matcher(text)
                .results()
                .map(section -> section.group(1).replace("\"", ""))
                .collect(Collectors.toList());
    }
}
