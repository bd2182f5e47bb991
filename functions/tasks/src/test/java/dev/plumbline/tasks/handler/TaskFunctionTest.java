package dev.plumbline.tasks.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.binding.Binder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class TaskFunctionTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final TaskFunction function = new TaskFunction(new Binder(), (document, invocation) -> {
        done.add("task");
        return List.of(invocation);
    });

    @Test
    void handle_document_isAnsweredForItsInvocation() throws IOException {
        assertThat(answer("{\"task\":\"Plan\"}")).isEqualTo("[\"invocation-1\"]");
    }

    @Test
    void handle_keepWarm_doesNothing() throws IOException {
        assertThat(answer("{\"keepWarm\":true}")).isEqualTo("{\"warm\":true}");
        assertThat(done).isEmpty();
    }

    @Test
    void beforeCheckpoint_always_holdsWhatWasBegunAndOneRequest() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        Preparation.begin(() -> {
            awaited(released);
            done.add("loaded");
        });
        function.primed(() -> done.add("request"));
        Thread releasing = new Thread(released::countDown);
        releasing.start();

        function.beforeCheckpoint(Core.getGlobalContext());

        assertThat(done).containsExactly("loaded", "request");
    }

    @Test
    void beforeCheckpoint_ledgerCannotBeRead_isNoReasonToFail() {
        function.primed(() -> {
            throw new Stalled("not yet");
        });

        assertThatCode(() -> function.beforeCheckpoint(Core.getGlobalContext())).doesNotThrowAnyException();
    }

    private String answer(String document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        function.handle(new ByteArrayInputStream(document.getBytes(UTF_8)), out, "invocation-1");
        return out.toString(UTF_8);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
