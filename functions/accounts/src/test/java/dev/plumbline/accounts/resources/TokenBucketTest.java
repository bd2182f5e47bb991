package dev.plumbline.accounts.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final AtomicLong now = new AtomicLong(-5_000);
    private final List<Duration> pauses = new ArrayList<>();
    private final TokenBucket bucket = new TokenBucket(3, 10, now::get, pauses::add);

    @Test
    void take_burst_doesNotWait() {
        take(3);

        assertThat(pauses).isEmpty();
    }

    @Test
    void take_afterABurst_waitsOneTurnEach() {
        take(5);

        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void take_afterAWhile_hasItsBurstAgain() {
        take(5);
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        take(3);

        assertThat(pauses).hasSize(2);
    }

    private void take(int times) {
        IntStream.range(0, times).forEach(each -> bucket.take());
    }
}
