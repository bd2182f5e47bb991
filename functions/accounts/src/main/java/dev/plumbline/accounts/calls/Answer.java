package dev.plumbline.accounts.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/** An answer of whatever protocol. What is not there reads as empty, as services leave out what is empty. */
public interface Answer {

    /** Returns the text of a field, empty where there is none. */
    String text(String field);

    /** Returns whether a field says {@code true}. */
    default boolean flag(String field) {
        return text(field).equals("true");
    }

    /** Returns the number in a field, 0 where there is none. */
    default int number(String field) {
        String text = text(field);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /** Returns the entries of a field that is a list, none where there is no such field. */
    List<Answer> items(String field);

    /** Returns the texts of a field that is a list of texts. */
    List<String> texts(String field);

    /** Returns what is inside a field, as empty as the field where there is none. */
    Answer at(String field);

    /** Whether a field is there. */
    boolean has(String field);

    /** Returns it as the document that it is; missing if its service answers with no documents. */
    default JsonNode document() {
        return MissingNode.getInstance();
    }

    /** Returns an answer that says nothing. */
    static Answer nothing() {
        return JsonAnswer.NOTHING;
    }
}
