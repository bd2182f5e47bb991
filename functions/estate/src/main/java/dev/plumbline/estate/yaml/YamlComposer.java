package dev.plumbline.estate.yaml;

import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Composes a tree from the parser's events. The engine's own composer recurses without a cap and forgets where an alias
 * stood; here depth is capped before anything recurses, and an alias counts as much as what it repeats.
 */
final class YamlComposer {

    private final String file;
    private final Limits limits;
    private final boolean template;
    private final Problems problems;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private long nodes;
    private long characters;

    /** What an anchor names: a node, how many nodes it consists of, and how many characters. */
    private record Anchored(Node node, long nodes, long characters) {}

    YamlComposer(String file, Limits limits, boolean template, Problems problems) {
        this.file = file;
        this.limits = limits;
        this.template = template;
        this.problems = problems;
    }

    /** Returns the one document of a text, or throws {@link DocumentRefused}. */
    Node compose(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(limits.bytes())
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            events.next();
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                throw new DocumentRefused(Position.startOf(file), ProblemCode.SYNTAX, "the file is empty", "");
            }
            Node document = node(events.next(), events, 0);
            events.next();
            Event end = events.next();
            if (end.getEventId() != Event.ID.StreamEnd) {
                throw new DocumentRefused(
                        position(end), ProblemCode.SYNTAX, "the file holds a second document", "split the file");
            }
            return document;
        } catch (MarkedYamlEngineException e) {
            throw new DocumentRefused(
                    e.getProblemMark()
                            .or(e::getContextMark)
                            .map(this::position)
                            .orElseGet(() -> Position.startOf(file)),
                    ProblemCode.SYNTAX,
                    e.getProblem() == null ? "not YAML" : e.getProblem(),
                    e.getContext() == null ? "" : e.getContext());
        } catch (ReaderException e) {
            throw new DocumentRefused(
                    position(text, e.getPosition()), ProblemCode.SYNTAX, "a character that YAML does not allow", "");
        } catch (YamlEngineException e) {
            throw new DocumentRefused(Position.startOf(file), ProblemCode.SYNTAX, String.valueOf(e.getMessage()), "");
        }
    }

    private Node node(Event event, Iterator<Event> events, int depth) {
        count(event, 1, event instanceof ScalarEvent scalar ? scalar.getValue().length() : 0);
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        if (!(event instanceof NodeEvent start)) {
            throw new IllegalStateException("the parser gives only nodes here, not " + event);
        }
        long nodesBefore = nodes - 1;
        long charactersBefore = characters
                - (start instanceof ScalarEvent scalar ? scalar.getValue().length() : 0);
        Node node = switch (start) {
            case ScalarEvent scalar ->
                new Node.Scalar(scalar.getValue(), scalar.isPlain(), tag(scalar, scalar.getTag()), position(scalar));
            case CollectionStartEvent collection -> collection(collection, events, depth + 1);
            default -> throw new IllegalStateException("unknown node " + start);
        };
        start.getAnchor()
                .ifPresent(anchor ->
                        anchors.put(anchor, new Anchored(node, nodes - nodesBefore, characters - charactersBefore)));
        return node;
    }

    private Node collection(CollectionStartEvent start, Iterator<Event> events, int depth) {
        if (depth > limits.depth()) {
            throw new DocumentRefused(
                    position(start),
                    ProblemCode.TOO_LARGE,
                    "lists and mappings are nested more than " + limits.depth() + " deep",
                    "");
        }
        String tag = tag(start, start.getTag());
        return start instanceof MappingStartEvent
                ? mapping(start, tag, events, depth)
                : new Node.Items(items(events, depth), tag, position(start));
    }

    private List<Node> items(Iterator<Event> events, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, events, depth));
        }
        return items;
    }

    private Node mapping(Event start, @Nullable String tag, Iterator<Event> events, int depth) {
        MappingEntries entries = new MappingEntries(problems);
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Node key = node(event, events, depth);
            entries.add(key, node(events.next(), events, depth));
        }
        return new Node.Entries(entries.all(), tag, position(start));
    }

    private Node aliased(AliasEvent alias) {
        if (template) {
            throw new DocumentRefused(
                    position(alias),
                    ProblemCode.ALIAS_REFUSED,
                    "CloudFormation does not read aliases",
                    "repeat the value");
        }
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            throw new DocumentRefused(
                    position(alias),
                    ProblemCode.SYNTAX,
                    "the alias *" + alias.getAlias() + " repeats nothing that is complete before it",
                    "");
        }
        count(alias, anchored.nodes(), anchored.characters());
        return anchored.node();
    }

    private void count(Event event, long moreNodes, long moreCharacters) {
        nodes += moreNodes;
        characters += moreCharacters;
        if (characters > limits.characters()) {
            throw new DocumentRefused(
                    position(event),
                    ProblemCode.TOO_LARGE,
                    "the file has more than " + limits.characters() + " characters, aliases included",
                    "");
        }
        if (nodes > limits.nodes()) {
            throw new DocumentRefused(
                    position(event),
                    ProblemCode.TOO_LARGE,
                    "the file has more than " + limits.nodes() + " values, aliases included",
                    "");
        }
    }

    private @Nullable String tag(Event event, Optional<String> tag) {
        if (tag.isPresent() && !template) {
            problems.add(
                    position(event),
                    ProblemCode.TAG_REFUSED,
                    "the tag " + tag.get() + " is not read here",
                    "remove it");
            return null;
        }
        return tag.orElse(null);
    }

    private Position position(Event event) {
        return event.getStartMark().map(this::position).orElseGet(() -> Position.startOf(file));
    }

    private Position position(Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Position position(String text, int index) {
        String before = text.substring(0, Math.min(index, text.length()));
        int line = (int) before.chars().filter(character -> character == '\n').count();
        return new Position(file, line + 1, before.length() - before.lastIndexOf('\n'));
    }
}
