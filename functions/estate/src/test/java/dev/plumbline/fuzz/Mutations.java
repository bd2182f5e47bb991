package dev.plumbline.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes of inputs. */
public final class Mutations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What stands at the edge of what a text of ours may be: times, accounts, numbers, names, addresses. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e999",
            "true",
            "999999999999",
            "eu-west-1",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "2026-11-24T12:00:00Z",
            "9".repeat(400),
            "arn:aws:iam::999999999999:role/x",
            "estate-",
            "../..",
            "0.0.0.0/0",
            "${a.b}",
            "{{resolve:secretsmanager:x}}",
            "[]",
            "{\"a\":null}");

    /** What means something to YAML, or to whoever reads a file of the estate. */
    private static final List<String> TOKENS = List.of(
            "&a ",
            "*a",
            "<<: *a",
            "!!binary x",
            "!Sub ",
            "!!null ",
            "? ",
            "- ",
            ": ",
            ", ",
            "# ",
            "|\n",
            ">-\n",
            "---\n",
            "...\n",
            "%YAML 1.1\n---\n",
            "{",
            "}",
            "[",
            "]",
            "[[]]",
            "{}",
            "{{",
            "'",
            "\"",
            "\\",
            "\t",
            "\r",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\u0000",
            "\u00e9",
            "\ud83d\ude00",
            "~",
            "null",
            ".inf",
            ".nan",
            "0x1F",
            "1_000",
            "-0",
            "2.5",
            "9".repeat(400),
            "1e999",
            "yes",
            "2026-02-30",
            "${",
            "${a}",
            "${network.VpcId}",
            "${network@us-west-2.VpcId}",
            "${prod/network.VpcId}",
            "${.}",
            "{{resolve:ssm:/a}}",
            "0.0.0.0/0",
            "10.0.0.0/33",
            "::/0",
            "cron(0 3 * * ? *)",
            "rate(0 days)",
            "25:61",
            "1.1.0",
            "999.0.0",
            "all",
            "never",
            "dev",
            "prod",
            "us-gov-west-1",
            "\"1\"");

    private Mutations() {}

    /** Changes one to three values of a document, wherever they lie. */
    public static JsonNode of(JsonNode document, Random random) {
        JsonNode copy = document.deepCopy();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            List<ContainerNode<?>> places = new ArrayList<>();
            collect(copy, places);
            change(places.get(random.nextInt(places.size())), random);
        }
        return copy;
    }

    /** Changes bytes, cuts the end off, or adds zeros to it. */
    public static byte[] broken(byte[] content, Random random) {
        byte[] bytes = content.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length * 2));
    }

    /** Changes a file of lines: its lines, its indents, its values, and now and then its bytes. */
    public static byte[] lines(String text, Random random) {
        if (random.nextInt(10) == 0 && !text.isEmpty()) {
            return broken(text.getBytes(UTF_8), random);
        }
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            change(lines, random);
        }
        return (String.join("\n", lines) + (random.nextInt(4) == 0 ? "" : "\n")).getBytes(UTF_8);
    }

    private static void change(List<String> lines, Random random) {
        if (lines.isEmpty()) {
            lines.add("");
        }
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.set(at, "  " + line);
            case 3 -> lines.set(at, line.startsWith(" ") ? line.substring(1) : line + line);
            case 4 -> lines.addAll(at, List.copyOf(lines.subList(at, at + random.nextInt(lines.size() - at + 1))));
            case 5, 6 -> lines.set(at, withValue(line, token(random)));
            default -> {
                int column = random.nextInt(line.length() + 1);
                lines.set(at, line.substring(0, column) + token(random) + line.substring(column));
            }
        }
    }

    private static String withValue(String line, String value) {
        int colon = line.indexOf(": ");
        return colon < 0 ? line + " " + value : line.substring(0, colon + 2) + value;
    }

    private static String token(Random random) {
        String token = TOKENS.get(random.nextInt(TOKENS.size()));
        return random.nextInt(10) == 0 ? token.repeat(1 + random.nextInt(300)) : token;
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> place) {
            places.add(place);
            node.forEach(child -> collect(child, places));
        }
    }

    private static void change(ContainerNode<?> place, Random random) {
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, value(object.path(name), random));
            }
        } else if (place instanceof ArrayNode array) {
            array.add(value(NODES.nullNode(), random));
        }
    }

    private static JsonNode value(JsonNode before, Random random) {
        return switch (random.nextInt(13)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.objectNode();
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.arrayNode().add(before.deepCopy());
            case 4 -> NODES.booleanNode(random.nextBoolean());
            case 5 -> NODES.numberNode(random.nextLong());
            case 6 -> NODES.numberNode(random.nextDouble());
            case 7 -> NODES.textNode(before.asText() + "\u0000\u202e\ud83d");
            case 8 -> NODES.textNode(before.asText().repeat(1 + random.nextInt(200)));
            case 9 -> NODES.textNode(Long.toString(random.nextLong(), 36));
            default -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }
}
