package dev.plumbline.accounts.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One write to one item: what is set, removed and added, and under which condition. Conditions are DynamoDB's, with
 * {@code #name} for an attribute and {@code :name} for a value that is set or bound.
 */
final class Write {

    private static final Pattern NAME = Pattern.compile("#(\\w+)");

    private final Key key;
    private final List<String> set = new ArrayList<>();
    private final List<String> remove = new ArrayList<>();
    private final List<String> add = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private String condition = "";

    private Write(Key key) {
        this.key = key;
    }

    static Write to(Key key) {
        return new Write(key);
    }

    Write set(String name, AttributeValue value) {
        set.add(alias(name) + " = " + bound(name, value));
        return this;
    }

    /** Gives an attribute the value that another one has, which must be there. */
    Write copy(String name, String source) {
        set.add(alias(name) + " = " + alias(source));
        return this;
    }

    Write remove(String name) {
        remove.add(alias(name));
        return this;
    }

    Write add(String name, AttributeValue value) {
        add.add(alias(name) + " " + bound(name, value));
        return this;
    }

    /** Binds a value that only the condition uses. */
    Write bind(String name, AttributeValue value) {
        values.put(":" + name, value);
        return this;
    }

    Write when(String condition) {
        this.condition = condition;
        NAME.matcher(condition).results().forEach(match -> names.put(match.group(), match.group(1)));
        return this;
    }

    /** Says which attribute a name of the condition stands for, where that is no word. */
    Write alias(String name, String attribute) {
        names.put("#" + name, attribute);
        return this;
    }

    Key key() {
        return key;
    }

    String condition() {
        return condition;
    }

    Map<String, String> names() {
        return names;
    }

    Map<String, AttributeValue> values() {
        return values;
    }

    String expression() {
        List<String> clauses = new ArrayList<>();
        clause(clauses, "SET", set);
        clause(clauses, "REMOVE", remove);
        clause(clauses, "ADD", add);
        return String.join(" ", clauses);
    }

    private static void clause(List<String> clauses, String verb, List<String> parts) {
        if (!parts.isEmpty()) {
            clauses.add(verb + " " + String.join(", ", parts));
        }
    }

    private String alias(String name) {
        String alias = "#" + plain(name);
        names.put(alias, name);
        return alias;
    }

    private String bound(String name, AttributeValue value) {
        String placeholder = ":" + plain(name);
        values.put(placeholder, value);
        return placeholder;
    }

    /** Kinds of requests are names with strokes, which DynamoDB takes only behind an alias. */
    private static String plain(String name) {
        return name.replaceAll("\\W", "_");
    }
}
