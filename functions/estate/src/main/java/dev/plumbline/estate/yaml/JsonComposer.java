package dev.plumbline.estate.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Composes a tree from JSON, which a YAML parser reads only where it is not indented with tabs. */
final class JsonComposer {

    private final String file;
    private final Limits limits;
    private final Problems problems;
    private int nodes;

    JsonComposer(String file, Limits limits, Problems problems) {
        this.file = file;
        this.limits = limits;
        this.problems = problems;
    }

    /** Returns the one document of a text, or throws {@link DocumentRefused}. */
    Node compose(String text) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxDocumentLength(limits.bytes())
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new DocumentRefused(Position.startOf(file), ProblemCode.SYNTAX, "the file is empty", "");
            }
            Node document = node(parser);
            if (parser.nextToken() != null) {
                throw new DocumentRefused(
                        position(parser.currentTokenLocation()), ProblemCode.SYNTAX, "text after the document", "");
            }
            return document;
        } catch (StreamConstraintsException e) {
            throw refused(e, ProblemCode.TOO_LARGE);
        } catch (JacksonException e) {
            throw refused(e, ProblemCode.SYNTAX);
        } catch (IOException e) {
            throw new IllegalStateException("a text does not fail to be read", e);
        }
    }

    private Node node(JsonParser parser) throws IOException {
        Position position = position(parser.currentTokenLocation());
        if (++nodes > limits.nodes()) {
            throw new DocumentRefused(
                    position, ProblemCode.TOO_LARGE, "the file has more than " + limits.nodes() + " values", "");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            MappingEntries entries = new MappingEntries(problems);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                Node key = new Node.Scalar(parser.currentName(), false, null, position(parser.currentTokenLocation()));
                parser.nextToken();
                entries.add(key, node(parser));
            }
            return new Node.Entries(entries.all(), null, position);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser));
            }
            return new Node.Items(items, null, position);
        }
        return new Node.Scalar(parser.getText(), token != JsonToken.VALUE_STRING, null, position);
    }

    private DocumentRefused refused(JacksonException e, ProblemCode code) {
        return new DocumentRefused(position(e.getLocation()), code, e.getOriginalMessage(), "");
    }

    private Position position(@Nullable JsonLocation location) {
        return location == null
                ? Position.startOf(file)
                : new Position(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
