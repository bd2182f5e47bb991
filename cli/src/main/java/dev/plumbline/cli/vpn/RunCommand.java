package dev.plumbline.cli.vpn;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Run Command of Systems Manager: has a document run on a server, and waits for what comes of it. */
final class RunCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final SsmClient systemsManager;

    RunCommand(Session session) {
        this.systemsManager = session.client(SsmClient.class, SsmClient::builder);
    }

    /**
     * What a command said.
     *
     * @param exit its exit code
     * @param out what it printed
     * @param err what it complained of
     */
    record Said(int exit, String out, String err) {
        Said {
            requireNonNull(out, "out is null");
            requireNonNull(err, "err is null");
        }
    }

    /**
     * Runs a document with its parameters.
     *
     * @throws Problem where the caller may not, the server cannot be reached, or it takes too long
     */
    Said run(String document, String instance, Map<String, String> parameters) {
        Map<String, List<String>> given = parameters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        try {
            String command = systemsManager
                    .sendCommand(request -> request.documentName(document)
                            .instanceIds(instance)
                            .parameters(given)
                            .comment("plumbline vpn"))
                    .command()
                    .commandId();
            return await(command, instance);
        } catch (InvalidInstanceIdException error) {
            throw new Problem(
                    "the server " + instance + " cannot be reached by Systems Manager",
                    "A new server takes some minutes to start: try again, and look at plumbline verify if it lasts.",
                    error);
        } catch (SsmException error) {
            if (error.awsErrorDetails() != null
                    && error.awsErrorDetails().errorCode().startsWith("AccessDenied")) {
                throw new Problem(
                        "you may not run " + document + ": "
                                + error.awsErrorDetails().errorMessage(),
                        "Have the policy that is the stack's output AdministratorPolicyArn attached to your role.",
                        error);
            }
            throw error;
        }
    }

    private Said await(String command, String instance) {
        Instant ends = Instant.now().plus(PATIENCE);
        Duration pause = FIRST_PAUSE;
        while (Instant.now().isBefore(ends)) {
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            Optional<Said> said = look(command, instance);
            if (said.isPresent()) {
                return said.get();
            }
        }
        throw new Problem(
                "the server did not answer within " + PATIENCE.toMinutes() + " minutes (command " + command + ")",
                "It may still do it: look with plumbline vpn list before you try again.");
    }

    private Optional<Said> look(String command, String instance) {
        try {
            GetCommandInvocationResponse seen = systemsManager.getCommandInvocation(
                    request -> request.commandId(command).instanceId(instance));
            return ended(seen.status())
                    ? Optional.of(
                            new Said(seen.responseCode(), seen.standardOutputContent(), seen.standardErrorContent()))
                    : Optional.empty();
        } catch (InvocationDoesNotExistException notYet) {
            // AWS tells of a command a moment after it was sent.
            return Optional.empty();
        }
    }

    private static boolean ended(CommandInvocationStatus status) {
        return switch (status) {
            case SUCCESS, FAILED, CANCELLED, TIMED_OUT -> true;
            case PENDING, IN_PROGRESS, DELAYED, CANCELLING, UNKNOWN_TO_SDK_VERSION -> false;
        };
    }
}
