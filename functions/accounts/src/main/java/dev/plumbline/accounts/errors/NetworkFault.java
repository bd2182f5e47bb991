package dev.plumbline.accounts.errors;

import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Tells a fault on the way to AWS from a call that could never have worked. */
final class NetworkFault {

    private NetworkFault() {}

    static boolean causes(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .anyMatch(each -> each instanceof IOException
                        || each instanceof ApiCallTimeoutException
                        || each instanceof ApiCallAttemptTimeoutException
                        || each instanceof AbortedException);
    }
}
