package dev.plumbline.accounts.wire;

import dev.plumbline.accounts.session.Transport;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Repeats a call as the SDK's clients do: on faults that pass, with growing pauses, and less eagerly the more calls
 * fail.
 */
final class Attempts {

    private final RetryStrategy strategy;

    Attempts() {
        this(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(Transport.ATTEMPTS)
                .build());
    }

    Attempts(RetryStrategy strategy) {
        this.strategy = strategy;
    }

    <T> T make(Supplier<T> attempt) {
        AcquireInitialTokenResponse initial = strategy.acquireInitialToken(AcquireInitialTokenRequest.create("wire"));
        pause(initial.delay());
        RetryToken token = initial.token();
        while (true) {
            try {
                T result = attempt.get();
                strategy.recordSuccess(RecordSuccessRequest.create(token));
                return result;
            } catch (SdkException error) {
                token = next(token, error);
            }
        }
    }

    private RetryToken next(RetryToken token, SdkException error) {
        RefreshRetryTokenResponse refreshed;
        try {
            refreshed = strategy.refreshRetryToken(RefreshRetryTokenRequest.builder()
                    .token(token)
                    .failure(error)
                    .build());
        } catch (TokenAcquisitionFailedException enough) {
            throw error;
        }
        pause(refreshed.delay());
        return refreshed.token();
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted between two attempts", interrupted);
        }
    }
}
