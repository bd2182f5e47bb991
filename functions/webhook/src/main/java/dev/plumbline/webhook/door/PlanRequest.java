package dev.plumbline.webhook.door;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.MovementName;
import dev.plumbline.json.Json;
import dev.plumbline.webhook.payload.Movement;

/**
 * The wish for the plan of a pull request.
 *
 * @param repository exact id of the live repository
 * @param base full name of the branch that it goes into
 * @param number its number
 * @param movement its own branch, in the same repository, and what moved
 * @param delivery id of the delivery, which no other has
 */
record PlanRequest(String repository, String base, String number, Movement movement, String delivery)
        implements Request {

    PlanRequest {
        requireNonNull(repository, "repository is null");
        requireNonNull(base, "base is null");
        requireNonNull(number, "number is null");
        requireNonNull(movement, "movement is null");
        requireNonNull(delivery, "delivery is null");
    }

    @Override
    public String ref() {
        return Head.ofPullRequest(number);
    }

    @Override
    public String name(long version) {
        return new MovementName("plan", Request.hash(repository, ref(), base, movement.after()), version).text();
    }

    @Override
    public String input() {
        return Json.text(JsonNodeFactory.instance
                .objectNode()
                .put("trigger", "pull-request")
                .put("repository", repository)
                .put("base", base)
                .put("pullRequest", number)
                .put("ref", movement.ref())
                .put("before", movement.before())
                .put("after", movement.after())
                .put("delivery", delivery));
    }
}
