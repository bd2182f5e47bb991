package dev.plumbline.accounts.callers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryAnswer;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.Wire;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Stalled;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Tells who signed a statement. The caller signs a {@code GetCallerIdentity} request that carries the statement in a
 * signed header; STS, asked with it, says whose it is. So nobody is believed about who they are, and no proof serves
 * for another statement.
 */
public final class Callers {

    private static final ErrorTable ERRORS = ErrorTable.of("STS").build();
    private static final Wire.Service STS = Wire.Service.regional("STS", "sts");

    private static final String ACTION = "GetCallerIdentity";
    private static final byte[] FORM = ("Action=" + ACTION + "&Version=2011-06-15").getBytes(UTF_8);
    private static final String FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8";

    private static final String STATEMENT = "x-plumbline-statement";
    private static final String AUTHORIZATION = "authorization";

    /** What a proof may bring along; everything else of the request is ours. */
    private static final Set<String> BROUGHT =
            Set.of(AUTHORIZATION, "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", STATEMENT);

    private static final Pattern SIGNATURE =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=[\\w/+=-]+/[0-9]{8}/[a-z0-9-]+/sts/aws4_request,"
                    + " ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~][ -~]*");

    private final Wire wire;

    private Callers(Wire wire) {
        this.wire = requireNonNull(wire, "wire is null");
    }

    /** Returns the gateway for where a session works: a proof is signed for that region's STS. */
    public static Callers in(Session session) {
        return new Callers(Wire.to(STS, session));
    }

    /**
     * Signs a statement with the session's own credentials.
     *
     * @param statement printable ASCII
     */
    public Proof sign(String statement) {
        SdkHttpRequest request = request().putHeader(STATEMENT, statement).build();
        SdkHttpRequest signed = wire.signed(request, FORM);
        SortedMap<String, String> headers = new TreeMap<>();
        signed.forEachHeader((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (BROUGHT.contains(lower)) {
                headers.put(lower, values.getFirst());
            }
        });
        return new Proof(headers);
    }

    /**
     * Returns who signed a statement.
     *
     * @throws Stalled where the proof is of another statement, or is none
     * @throws Failure where STS does not take it: it is forged, or older than a quarter of an hour
     */
    public Signer identify(Proof proof, String statement) {
        SdkHttpRequest.Builder request = request();
        proof.headers().forEach((name, value) -> {
            if (!BROUGHT.contains(name) || !PRINTABLE.matcher(value).matches()) {
                throw refused("it brings what a proof does not hold");
            }
            request.putHeader(name, value);
        });
        if (!statement.equals(proof.headers().get(STATEMENT))) {
            throw refused("it is of another statement");
        }
        Matcher signature = SIGNATURE.matcher(proof.headers().getOrDefault(AUTHORIZATION, ""));
        if (!signature.matches()
                || !Arrays.asList(signature.group(1).split(";", -1)).containsAll(List.of("host", STATEMENT))) {
            throw refused("it does not sign the statement");
        }
        Signer signer = ERRORS.call("ask who signed a statement", () -> send(request.build()));
        if (signer.arn().isEmpty() || signer.account().isEmpty()) {
            throw refused("nobody is known by it");
        }
        return signer;
    }

    private Signer send(SdkHttpRequest request) {
        return wire.pass(ACTION, request, FORM, QueryAnswer::read)
                .find(ACTION + "Result")
                .map(result -> new Signer(result.text("Arn"), result.text("Account"), result.text("UserId")))
                .orElse(Signer.NOBODY);
    }

    private SdkHttpRequest.Builder request() {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(wire.endpoint())
                .putHeader("Content-Type", FORM_TYPE)
                .putHeader("Content-Length", Integer.toString(FORM.length));
    }

    private static Stalled refused(String why) {
        return new Stalled("The proof of who is speaking is refused: " + why
                + ". It is made by the command of the same release: plumbline approve, plumbline reject.");
    }
}
