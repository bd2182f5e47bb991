package dev.plumbline.webhook.door;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.ledger.MovementName;
import dev.plumbline.json.Json;
import dev.plumbline.webhook.payload.Movement;

/**
 * The wish for a run. Two deliveries of the same movement wish for a run of the same name: there is no delivery and no
 * time in it.
 *
 * @param trigger what set it off
 * @param repository exact id of the live repository
 * @param movement what moved
 * @param delivery id of the delivery, which no other has
 */
record RunRequest(String trigger, String repository, Movement movement, String delivery) implements Request {

    /** The branch moved. */
    static final String PUSH = "push";

    /** The commit's workflow is green; the run deploys that commit and no other. */
    static final String CIRCLECI = "circleci";

    RunRequest {
        requireNonNull(trigger, "trigger is null");
        requireNonNull(repository, "repository is null");
        requireNonNull(movement, "movement is null");
        requireNonNull(delivery, "delivery is null");
    }

    @Override
    public String ref() {
        return movement.ref();
    }

    @Override
    public String name(long version) {
        String hash = Request.hash(repository, movement.ref(), movement.before(), movement.after());
        return new MovementName(trigger, hash, version).text();
    }

    @Override
    public String input() {
        return Json.text(JsonNodeFactory.instance
                .objectNode()
                .put("trigger", trigger)
                .put("repository", repository)
                .put("ref", movement.ref())
                .put("before", movement.before())
                .put("after", movement.after())
                .put("delivery", delivery));
    }
}
