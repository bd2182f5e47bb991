package dev.plumbline.accounts.documents;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.DocumentError;
import dev.plumbline.accounts.wire.Received;
import dev.plumbline.accounts.wire.Wire;
import dev.plumbline.failure.Failure;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Calls actions of one service in one account and region. What AWS answers as an error is raised as a {@link Failure}
 * that says what happens next.
 */
public final class DocumentApi {

    private final DocumentService service;
    private final ErrorTable errors;
    private final Session session;

    private DocumentApi(DocumentService service, ErrorTable errors, Session session) {
        this.service = requireNonNull(service, "service is null");
        this.errors = requireNonNull(errors, "errors is null");
        this.session = requireNonNull(session, "session is null");
    }

    /** Returns the client of a service for where a session works. */
    public static DocumentApi of(DocumentService service, ErrorTable errors, Session session) {
        return new DocumentApi(service, errors, session);
    }

    /** Calls an action and returns its answer. */
    public JsonNode call(String action, ObjectNode parameters) {
        return errors.call("call " + action + " in " + session, () -> send(action, parameters));
    }

    /**
     * Calls an action and returns its answer.
     *
     * @param nothing the error code by which the service says that there is no such thing
     * @return nothing where there is no such thing
     */
    public Optional<JsonNode> find(String action, ObjectNode parameters, String nothing) {
        return errors.callUnless(
                List.of(new ErrorCode(nothing)), "call " + action + " in " + session, () -> send(action, parameters));
    }

    private JsonNode send(String action, ObjectNode parameters) {
        byte[] body = Json.bytes(parameters);
        Wire wire = Wire.to(service.service(), session);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(wire.endpoint())
                .putHeader("Content-Type", "application/x-amz-json-" + service.version())
                .putHeader("X-Amz-Target", service.target() + "." + action)
                .build();
        return wire.send(action, request, body, DocumentApi::read);
    }

    private static JsonNode read(Received answer) throws IOException {
        if (!answer.isSuccessful()) {
            throw DocumentError.read(answer);
        }
        return Json.read(answer.body());
    }
}
