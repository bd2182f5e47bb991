package dev.plumbline.cli.verify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.Problem;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.estate.StackKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Has the control plane look at stacks now, several at once; nothing is changed but the verdicts in the ledger. */
public final class Verification {

    private static final String FUNCTION = "plumbline-verify";
    private static final int AT_ONCE = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deployment deployment;

    /** Creates it for a deployment. */
    public Verification(Deployment deployment) {
        this.deployment = requireNonNull(deployment, "deployment is null");
    }

    /**
     * Looks at every stack of some targets.
     *
     * @param each hears of each stack's verdict as it comes
     * @return the verdicts, in the order of the targets and stacks
     */
    public List<StackVerdict> of(List<PlannedTarget> targets, Consumer<StackVerdict> each) {
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StackVerdict>> verdicts = new ArrayList<>();
            for (PlannedTarget target : targets) {
                for (String stack : target.stacks()) {
                    verdicts.add(threads.submit(() -> {
                        places.acquire();
                        try {
                            return look(target.environment(), new StackKey(target.target(), stack));
                        } finally {
                            places.release();
                        }
                    }));
                }
            }
            return verdicts.stream().map(Verification::result).peek(each).toList();
        }
    }

    private StackVerdict look(String environment, StackKey stack) {
        JsonNode event = JSON.createObjectNode()
                .put("task", "VerifyStack")
                .put("account", stack.target().account())
                .put("region", stack.target().region())
                .put("stack", stack.stack());
        try {
            JsonNode answer = deployment.functions().call(FUNCTION, event);
            List<Finding> findings = StreamSupport.stream(answer.path("checks").spliterator(), false)
                    .map(Finding::from)
                    .toList();
            return new StackVerdict(
                    environment,
                    stack,
                    answer.path("healthy").asBoolean(),
                    answer.path("reason").asText(),
                    findings);
        } catch (Problem problem) {
            return new StackVerdict(environment, stack, false, problem.what(), List.of());
        }
    }

    private static StackVerdict result(Future<StackVerdict> verdict) {
        try {
            return verdict.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(e.getCause());
        }
    }
}
