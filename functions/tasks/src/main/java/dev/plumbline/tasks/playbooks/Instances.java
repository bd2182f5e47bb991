package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Operation;
import java.util.List;
import java.util.Optional;

/** Looks for instances that have not ended. */
final class Instances {

    private static final List<String> ENDED = List.of("terminated", "shutting-down");

    private Instances() {}

    static Optional<Answer> find(String id, Hands hands) {
        return hands
                .look(Operation.DESCRIBE_INSTANCES, Parameters.of().list("InstanceId", List.of(id)))
                .items("reservationSet")
                .stream()
                .flatMap(reservation -> reservation.items("instancesSet").stream())
                .filter(instance -> !ENDED.contains(instance.at("instanceState").text("name")))
                .findFirst();
    }
}
