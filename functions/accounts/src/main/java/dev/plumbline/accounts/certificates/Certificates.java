package dev.plumbline.accounts.certificates;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.documents.DocumentApi;
import dev.plumbline.accounts.documents.DocumentService;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.time.Instant;
import java.util.Optional;

/**
 * The certificates of one account and region. What AWS answers as an error is raised as a {@link Failure} that says
 * what happens next.
 */
public final class Certificates {

    private static final ErrorTable ERRORS =
            ErrorTable.of("ACM").wait("RequestInProgressException").build();

    private final DocumentApi api;

    private Certificates(DocumentApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static Certificates in(Session session) {
        return new Certificates(DocumentApi.of(DocumentService.CERTIFICATES, ERRORS, session));
    }

    /** Returns a certificate by its ARN, or nothing where there is none. */
    public Optional<Certificate> find(String arn) {
        return api.find(
                        "DescribeCertificate",
                        JsonNodeFactory.instance.objectNode().put("CertificateArn", arn),
                        "ResourceNotFoundException")
                .map(answer -> answer.path("Certificate"))
                .map(certificate -> new Certificate(
                        certificate.path("Status").asText(),
                        certificate.path("RenewalSummary").path("RenewalStatus").asText(),
                        instant(certificate.path("NotAfter"))));
    }

    /** Times are seconds since the epoch, with a fraction. */
    private static Optional<Instant> instant(JsonNode time) {
        return time.isNumber() ? Optional.of(Instant.ofEpochSecond(time.asLong())) : Optional.empty();
    }
}
