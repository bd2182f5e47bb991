package dev.plumbline.local.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Invokes functions, keeping one instance of each handler until its code or environment changes.
 *
 * <p>Every invocation has a thread of its own. One that takes too long, or is killed, is answered at once; its thread
 * is interrupted and its instance is not used again, as Lambda does away with the sandbox.
 */
final class FunctionHost {

    /** Lambda gives the initialisation time of its own; here it shares two cores with everything else. */
    private static final Duration INITIALISATION = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FunctionLogs logs;
    private final Map<Slot, Instance> instances = new ConcurrentHashMap<>();
    private final Map<String, ClassLoader> codes = new ConcurrentHashMap<>();
    private final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();

    FunctionHost(FunctionLogs logs) {
        this.logs = logs;
    }

    /** An answer and the end of the invocation's log. */
    record Result(Answer answer, String log) {}

    private record Slot(String functionArn, String version) {

        static Slot of(Invocation invocation) {
            return new Slot(invocation.functionArn(), invocation.version());
        }
    }

    private record InFlight(Invocation invocation, CompletableFuture<Answer> answer) {}

    /** Calls the function and waits for its answer, at most as long as it may take. */
    Result invoke(Invocation invocation) {
        InvocationLog log = new InvocationLog(invocation.functionName(), logs);
        InFlight call = new InFlight(invocation, new CompletableFuture<>());
        Instance instance = instance(invocation);
        CompletableFuture<Boolean> initialised = new CompletableFuture<>();
        log.log("START RequestId: %s Version: %s".formatted(invocation.requestId(), invocation.version()));
        long started = System.nanoTime();
        inFlight.add(call);
        Thread thread = Thread.ofVirtual().name(invocation.functionName()).start(() -> {
            log.attach();
            call.answer().complete(run(instance, invocation, log, initialised));
        });
        Answer answer = await(call, initialised);
        inFlight.remove(call);
        if (thread.isAlive() && abandoned(answer)) {
            instances.remove(Slot.of(invocation), instance);
            thread.interrupt();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        if (answer instanceof Answer.Failed failed) {
            log.log(failed.type() + ": " + failed.message());
            failed.stackTrace().forEach(frame -> log.log("\tat " + frame));
        }
        log.log("END RequestId: %s Duration: %d ms".formatted(invocation.requestId(), millis));
        return new Result(answer, log.tail());
    }

    /**
     * Ends invocations in flight as a crash of their sandbox would.
     *
     * @return how many were ended
     */
    int kill(Predicate<Invocation> chosen) {
        int killed = 0;
        for (InFlight call : inFlight) {
            Invocation invocation = call.invocation();
            if (chosen.test(invocation) && call.answer().complete(Answer.Failed.killed(invocation.requestId()))) {
                killed++;
            }
        }
        return killed;
    }

    /** How many functions have an instance now. */
    int functions() {
        return instances.size();
    }

    private Instance instance(Invocation invocation) {
        return instances.compute(Slot.of(invocation), (slot, current) -> {
            if (current != null && current.serves(invocation)) {
                return current;
            }
            return new Instance(
                    invocation,
                    () -> codes.computeIfAbsent(
                            invocation.codeSha256(), sha -> FunctionCode.load(invocation.codePath())));
        });
    }

    private Answer run(
            Instance instance, Invocation invocation, InvocationLog log, CompletableFuture<Boolean> initialised) {
        try {
            LoadedFunction function = instance.function();
            Thread.currentThread().setContextClassLoader(instance.code());
            initialised.complete(true);
            byte[] event = JSON.writeValueAsBytes(invocation.payload());
            return payload(function.call(event, new InvocationContext(invocation, log)));
        } catch (Throwable thrown) { // A handler's errors are its answer too, whatever they are.
            if (!initialised.isDone()) {
                instances.remove(Slot.of(invocation), instance);
            }
            return Answer.Failed.of(thrown);
        } finally {
            initialised.complete(false);
            dropUnusedCode();
        }
    }

    private static Answer payload(byte[] result) throws IOException {
        JsonNode value = result.length == 0 ? MissingNode.getInstance() : JSON.readTree(new String(result, UTF_8));
        return new Answer.Payload(value.isMissingNode() ? JSON.nullNode() : value);
    }

    private static Answer await(InFlight call, CompletableFuture<Boolean> initialised) {
        Invocation invocation = call.invocation();
        try {
            CompletableFuture.anyOf(initialised, call.answer()).get(INITIALISATION.toMillis(), TimeUnit.MILLISECONDS);
            return call.answer().get(invocation.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.answer().complete(Answer.Failed.timedOut(invocation));
            return call.answer().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.Failed.killed(invocation.requestId());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean abandoned(Answer answer) {
        return answer instanceof Answer.Failed failed
                && (failed.type().startsWith("Sandbox.") || failed.type().startsWith("Runtime."));
    }

    private void dropUnusedCode() {
        Set<String> used = ConcurrentHashMap.newKeySet();
        instances.values().forEach(instance -> used.add(instance.codeSha256()));
        codes.keySet().retainAll(used);
    }
}
