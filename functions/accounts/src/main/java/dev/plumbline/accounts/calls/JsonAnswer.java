package dev.plumbline.accounts.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** An answer that is a document. */
record JsonAnswer(JsonNode node) implements Answer {

    static final Answer NOTHING = new JsonAnswer(MissingNode.getInstance());

    @Override
    public String text(String field) {
        return node.path(field).asText("");
    }

    @Override
    public List<Answer> items(String field) {
        return StreamSupport.stream(node.path(field).spliterator(), false)
                .<Answer>map(JsonAnswer::new)
                .toList();
    }

    @Override
    public List<String> texts(String field) {
        return StreamSupport.stream(node.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    public Answer at(String field) {
        return new JsonAnswer(node.path(field));
    }

    @Override
    public JsonNode document() {
        return node;
    }

    @Override
    public boolean has(String field) {
        return node.hasNonNull(field);
    }
}
