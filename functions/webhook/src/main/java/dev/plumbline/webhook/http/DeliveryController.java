package dev.plumbline.webhook.http;

import static java.util.Objects.requireNonNull;

import dev.plumbline.webhook.signature.Delivery;
import dev.plumbline.webhook.signature.Headers;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The door's only route. */
@Controller
final class DeliveryController {

    private static final String RETRY_AFTER_SECONDS = "30";

    private final Reception reception;

    DeliveryController(Reception reception) {
        this.reception = requireNonNull(reception, "reception is null");
    }

    /** Takes a delivery of any provider. */
    @Post
    @Consumes(MediaType.ALL)
    @Produces(MediaType.ALL)
    HttpResponse<String> receive(HttpRequest<?> request) {
        byte[] body = request.getBody(byte[].class).orElseGet(() -> new byte[0]);
        return response(reception.receive(new Delivery(headers(request), body)));
    }

    static MutableHttpResponse<String> response(Reply reply) {
        MutableHttpResponse<String> response = HttpResponse.<String>status(HttpStatus.valueOf(reply.status()))
                .contentType(MediaType.of(reply.mediaType()))
                .body(reply.body());
        return reply.status() == HttpStatus.SERVICE_UNAVAILABLE.getCode()
                ? response.header("Retry-After", RETRY_AFTER_SECONDS)
                : response;
    }

    private static Headers headers(HttpRequest<?> request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header : request.getHeaders()) {
            headers.merge(header.getKey(), String.join(",", header.getValue()), (one, other) -> one + "," + other);
        }
        return Headers.of(headers);
    }
}
