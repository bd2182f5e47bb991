package dev.plumbline.journeys;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Whether AWS said no because of who asked. */
final class Refused {

    private Refused() {}

    static boolean is(@Nullable Throwable error) {
        if (error instanceof AwsServiceException said) {
            String code = said.awsErrorDetails().errorCode();
            return code.startsWith("AccessDenied") || code.equals("UnauthorizedOperation");
        }
        return error != null && is(error.getCause());
    }
}
