package dev.plumbline.accounts.probes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;

/** Whether the recorder of AWS Config records, and what it records arrives. */
final class RecorderRecording implements Probe {

    private static final String RECORDING = "it records";

    @Override
    public String name() {
        return "recorder-recording";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("RecorderName");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String name = arguments.text("RecorderName");
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        wanted.putArray("ConfigurationRecorderNames").add(name);
        Optional<Answer> status = Calls.in(session).ask(new Call(Operation.DESCRIBE_RECORDER_STATUS, wanted)).stream()
                .flatMap(answer -> answer.items("ConfigurationRecordersStatus").stream())
                .findFirst();
        String seen = status.map(RecorderRecording::told).orElse("there is no such recorder");
        return new ProbeResult(seen.equals(RECORDING), name, RECORDING, seen);
    }

    private static String told(Answer status) {
        if (!status.flag("recording")) {
            return "it does not record";
        }
        String last = status.text("lastStatus").toUpperCase(Locale.ROOT);
        return last.equals("FAILURE") ? "it fails: " + status.text("lastErrorMessage") : RECORDING;
    }
}
