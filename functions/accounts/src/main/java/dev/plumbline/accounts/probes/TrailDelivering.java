package dev.plumbline.accounts.probes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.SortedSet;

/** Whether a trail records, and what it records arrives in its bucket; without one there is nothing to look at. */
final class TrailDelivering implements Probe {

    private static final String DELIVERING = "it records and delivers";

    @Override
    public String name() {
        return "trail-delivering";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("TrailName");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        List<String> named = arguments.texts("TrailName");
        if (named.isEmpty()) {
            return new ProbeResult(true, "no trail", DELIVERING, "there is none to look at");
        }
        String name = named.getFirst();
        ObjectNode wanted = JsonNodeFactory.instance.objectNode().put("Name", name);
        String seen = Calls.in(session)
                .ask(new Call(Operation.GET_TRAIL_STATUS, wanted))
                .map(TrailDelivering::told)
                .orElse("there is no such trail");
        return new ProbeResult(seen.equals(DELIVERING), name, DELIVERING, seen);
    }

    private static String told(Answer status) {
        String error = status.text("LatestDeliveryError");
        return !status.flag("IsLogging") ? "it does not record" : error.isEmpty() ? DELIVERING : "it fails: " + error;
    }
}
