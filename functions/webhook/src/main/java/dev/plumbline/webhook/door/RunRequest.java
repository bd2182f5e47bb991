package dev.plumbline.webhook.door;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.json.Json;
import dev.plumbline.webhook.payload.Movement;

/**
 * The wish for a run. Two deliveries of the same movement make the same wish: there is no delivery id and no time in
 * it.
 *
 * @param trigger what set it off
 * @param repository exact id of the live repository
 * @param movement what moved
 */
record RunRequest(String trigger, String repository, Movement movement) implements Request {

    /** The branch moved. */
    static final String PUSH = "push";

    /** The commit's workflow is green; the run deploys that commit and no other. */
    static final String CIRCLECI = "circleci";

    RunRequest {
        requireNonNull(trigger, "trigger is null");
        requireNonNull(repository, "repository is null");
        requireNonNull(movement, "movement is null");
    }

    @Override
    public String ref() {
        return movement.ref();
    }

    @Override
    public String name(long version) {
        return trigger + "-" + Request.hash(repository, movement.ref(), movement.before(), movement.after()) + "-"
                + version;
    }

    @Override
    public String input() {
        return Json.text(JsonNodeFactory.instance
                .objectNode()
                .put("trigger", trigger)
                .put("repository", repository)
                .put("ref", movement.ref())
                .put("before", movement.before())
                .put("after", movement.after()));
    }
}
