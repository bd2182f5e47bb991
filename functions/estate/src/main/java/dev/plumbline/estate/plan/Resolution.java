package dev.plumbline.estate.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.Value;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a value into the text that CloudFormation takes. */
final class Resolution {

    private Resolution() {}

    /** Returns the text, or nothing where a reference is not known. */
    static Optional<String> text(Value<OutputKey> value, OutputLookup outputs) {
        return switch (value) {
            case Value.Literal<OutputKey> literal -> Optional.of(literal.text());
            case Value.Reference<OutputKey> reference -> outputs.find(reference.to());
            case Value.Joined<OutputKey> joined -> join("", joined.parts(), outputs);
            case Value.Sequence<OutputKey> sequence -> join(",", sequence.items(), outputs);
            case Value.Mapping<OutputKey> mapping -> json(mapping, outputs);
        };
    }

    private static Optional<String> join(String delimiter, List<Value<OutputKey>> values, OutputLookup outputs) {
        List<String> texts = new ArrayList<>();
        for (Value<OutputKey> value : values) {
            Optional<String> text = text(value, outputs);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(String.join(delimiter, texts));
    }

    private static Optional<String> json(Value.Mapping<OutputKey> mapping, OutputLookup outputs) {
        if (mapping.references().anyMatch(reference -> outputs.find(reference).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(Json.text(json -> write(mapping, outputs, json)));
    }

    private static void write(Value<OutputKey> value, OutputLookup outputs, JsonGenerator json) throws IOException {
        switch (value) {
            case Value.Literal<OutputKey>(String text, Value.Kind kind)
            when kind == Value.Kind.BARE -> json.writeRawValue(text);
            case Value.Sequence<OutputKey> sequence -> {
                json.writeStartArray();
                for (Value<OutputKey> item : sequence.items()) {
                    write(item, outputs, json);
                }
                json.writeEndArray();
            }
            case Value.Mapping<OutputKey> mapping -> {
                json.writeStartObject();
                for (Map.Entry<String, Value<OutputKey>> entry :
                        mapping.entries().entrySet()) {
                    json.writeFieldName(entry.getKey());
                    write(entry.getValue(), outputs, json);
                }
                json.writeEndObject();
            }
            case Value.Literal<OutputKey> literal -> json.writeString(literal.text());
            case Value.Reference<OutputKey> reference ->
                json.writeString(text(reference, outputs).orElseThrow());
            case Value.Joined<OutputKey> joined ->
                json.writeString(text(joined, outputs).orElseThrow());
        }
    }
}
