package dev.plumbline.estate.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Reads the bytes of a file as a document. */
public final class Documents {

    /** Next line, line separator, paragraph separator. */
    private static final String HIDDEN_BREAKS = "\u0085\u2028\u2029";

    private Documents() {}

    /**
     * Reads a file of a live repository: YAML without tags. Problems are added; nothing is returned where it cannot be
     * read.
     */
    public static Optional<Node> liveFile(String file, byte[] bytes, Problems problems) {
        return read(
                file,
                bytes,
                Limits.LIVE_FILE,
                problems,
                text -> new YamlComposer(file, Limits.LIVE_FILE, false, problems).compose(text));
    }

    /**
     * Reads a CloudFormation template: JSON where the file's name ends so, else YAML with CloudFormation's tags and
     * without aliases. Problems are added; nothing is returned where it cannot be read.
     */
    public static Optional<Node> template(String file, byte[] bytes, Problems problems) {
        return read(file, bytes, Limits.TEMPLATE, problems, text -> {
            refuseHiddenBreaks(file, text);
            return file.endsWith(".json")
                    ? new JsonComposer(file, Limits.TEMPLATE, problems).compose(text)
                    : new YamlComposer(file, Limits.TEMPLATE, true, problems).compose(text);
        });
    }

    /**
     * CloudFormation reads YAML 1.1, to which these characters end a line ("AWS CloudFormation supports the YAML
     * Version 1.1 specification", User Guide, template formats); to YAML 1.2, which is read here, they do not. What one
     * takes for a comment would be a line of the template to the other.
     */
    private static void refuseHiddenBreaks(String file, String text) {
        for (int index = 0; index < text.length(); index++) {
            if (HIDDEN_BREAKS.indexOf(text.charAt(index)) >= 0) {
                String before = text.substring(0, index);
                int line = (int)
                        before.chars().filter(character -> character == '\n').count();
                throw new DocumentRefused(
                        new Position(file, line + 1, index - before.lastIndexOf('\n')),
                        ProblemCode.SYNTAX,
                        "a character that ends a line to CloudFormation and to nobody else: U+%04X"
                                .formatted((int) text.charAt(index)),
                        "remove it, or write its escape in double quotes");
            }
        }
    }

    private static Optional<Node> read(String file, byte[] bytes, Limits limits, Problems problems, Composer composer) {
        Position start = Position.startOf(file);
        if (bytes.length > limits.bytes()) {
            problems.add(
                    start,
                    ProblemCode.TOO_LARGE,
                    "the file has " + bytes.length + " bytes",
                    "at most " + limits.bytes() + " are read");
            return Optional.empty();
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(composer.compose(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            problems.add(start, ProblemCode.SYNTAX, "the file is not UTF-8", "save it as UTF-8");
        } catch (DocumentRefused refused) {
            problems.add(
                    refused.problem().position(),
                    refused.problem().code(),
                    refused.problem().message(),
                    refused.problem().hint());
        }
        return Optional.empty();
    }

    @FunctionalInterface
    private interface Composer {
        Node compose(String text);
    }
}
