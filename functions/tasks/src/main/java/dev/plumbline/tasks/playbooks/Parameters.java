package dev.plumbline.tasks.playbooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import java.util.Collection;

/** Writes the parameters of calls. */
final class Parameters {

    private final ObjectNode written = JsonNodeFactory.instance.objectNode();

    private Parameters() {}

    static Parameters of() {
        return new Parameters();
    }

    static Parameters of(String name, String value) {
        return new Parameters().with(name, value);
    }

    Parameters with(String name, String value) {
        written.put(name, value);
        return this;
    }

    Parameters with(String name, boolean value) {
        written.put(name, value);
        return this;
    }

    Parameters with(String name, int value) {
        written.put(name, value);
        return this;
    }

    Parameters with(String name, JsonNode value) {
        written.set(name, value);
        return this;
    }

    Parameters list(String name, Collection<String> values) {
        ArrayNode list = written.putArray(name);
        values.forEach(list::add);
        return this;
    }

    /** A filter of EC2. */
    Parameters filter(String name, String value) {
        ArrayNode filters = written.withArray("Filter");
        filters.addObject().put("Name", name).putArray("Value").add(value);
        return this;
    }

    /** A filter of RDS, whose lists are counted behind names of their own. */
    Parameters rdsFilter(String name, String value) {
        ObjectNode filter = written.putObject("Filters").putObject("Filter").putObject("1");
        filter.put("Name", name).putObject("Values").putObject("Value").put("1", value);
        return this;
    }

    /** Tags of what EC2 makes, by which a repeated step finds it. */
    Parameters tagged(String resourceType, String caseId) {
        ObjectNode specification = written.putArray("TagSpecification").addObject();
        specification.put("ResourceType", resourceType);
        specification.putArray("Tag").addObject().put("Key", Tags.CASE).put("Value", caseId);
        return this;
    }

    ObjectNode written() {
        return written.deepCopy();
    }

    Call call(Operation operation) {
        return new Call(operation, written);
    }

    /** The tags that playbooks write. */
    static final class Tags {

        /** Names the case that made or marked something. */
        static final String CASE = "plumbline-case";

        private Tags() {}
    }
}
