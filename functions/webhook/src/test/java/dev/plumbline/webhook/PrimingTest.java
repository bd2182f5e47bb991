package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens before a snapshot is taken. */
class PrimingTest {

    private StubAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = new StubAws();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void beforeCheckpoint_always_takesDeliveryThenReadsTheLedgerAndNoSecret() {
        AtomicInteger deliveries = new AtomicInteger();
        Priming priming = new Priming(DoorParts.of(aws.environment()).door(), deliveries::incrementAndGet);

        priming.beforeCheckpoint(Core.getGlobalContext());
        priming.afterRestore(Core.getGlobalContext());

        assertThat(deliveries).hasValue(1);
        assertThat(aws.calls()).containsExactly("GetItem");
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void beforeCheckpoint_ledgerCannotBeRead_isNoReasonToFail() {
        aws.fail("GetItem", "AccessDeniedException");
        Priming priming = new Priming(DoorParts.of(aws.environment()).door(), () -> {});

        assertThatCode(() -> priming.beforeCheckpoint(Core.getGlobalContext())).doesNotThrowAnyException();
    }

    @Test
    void signedPing_always_goesThroughTheWholeDoor() {
        PrintStream before = System.out;
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        System.setOut(new PrintStream(journal, true, UTF_8));
        try {
            SignedPing.through(DoorParts.of(aws.environment()));
        } finally {
            System.setOut(before);
        }

        assertThat(journal.toString(UTF_8)).contains("\"outcome\":\"pong\"");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void signedPing_atTheRealDoor_opensNothing() {
        aws.secret("AWSCURRENT", "{\"github\":\"real\"}");
        WebhookHandler door = new WebhookHandler(aws.environment());

        assertThat(Knock.gitHub("ping", "priming", "{}".getBytes(UTF_8))
                        .at(door)
                        .status())
                .isEqualTo(401);
        door.close();
    }
}
