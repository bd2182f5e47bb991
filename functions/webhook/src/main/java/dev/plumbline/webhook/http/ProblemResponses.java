package dev.plumbline.webhook.http;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Puts a problem document in the place of the server's own error bodies, which repeat the exception's text. */
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<String> {

    @Override
    public MutableHttpResponse<String> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        return DeliveryController.response(Reply.of(response.code() < 500 ? Problem.NOT_FOUND : Problem.BROKEN));
    }
}
