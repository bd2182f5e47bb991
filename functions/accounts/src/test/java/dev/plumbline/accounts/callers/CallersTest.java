package dev.plumbline.accounts.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Stalled;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CallersTest {

    private static final String STATEMENT = "f".repeat(64);
    private static final String ALICE = "arn:aws:iam::555555555555:user/alice";

    private final StubAws aws = new StubAws(request -> StubAnswer.result(
            "GetCallerIdentity", "<Arn>" + ALICE + "</Arn><UserId>AIDAALICE</UserId><Account>555555555555</Account>"));
    private final Callers callers = Callers.in(aws.hub());

    @Test
    void identify_ofItsOwnStatement_asksStsWithTheCallersSignature() {
        Proof proof = callers.sign(STATEMENT);

        assertThat(callers.identify(proof, STATEMENT)).isEqualTo(new Signer(ALICE, "555555555555", "AIDAALICE"));

        StubRequest sent = aws.requests().getFirst();
        assertThat(sent.http().host()).isEqualTo("sts.eu-west-1.amazonaws.com");
        assertThat(sent.form()).containsEntry("Action", "GetCallerIdentity");
        assertThat(sent.header("x-plumbline-statement")).isEqualTo(STATEMENT);
        assertThat(sent.header("Authorization"))
                .contains("Credential=AKIDHUB/", "/eu-west-1/sts/aws4_request", "x-plumbline-statement")
                .isEqualTo(proof.headers().get("authorization"));
    }

    @Test
    void identify_ofAnotherStatement_isRefusedUnasked() {
        Proof proof = callers.sign(STATEMENT);

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> callers.identify(proof, "e".repeat(64)));
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void identify_statementThatIsNotSigned_isRefusedUnasked() {
        String signed = callers.sign(STATEMENT).headers().getOrDefault("authorization", "");
        Proof loose = with("authorization", signed.replace(";x-plumbline-statement", ""));

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> callers.identify(loose, STATEMENT));
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void identify_signedForAnotherService_isRefusedUnasked() {
        String signed = callers.sign(STATEMENT).headers().getOrDefault("authorization", "");
        Proof other = with("authorization", signed.replace("/sts/", "/iam/"));

        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> callers.identify(other, STATEMENT));
    }

    @Test
    void identify_bringingAnotherHeader_isRefusedUnasked() {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> callers.identify(with("host", "example.com"), STATEMENT));
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> callers.identify(with("x-amz-date", "1\r\nHost: example.com"), STATEMENT));
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void identify_thatStsRefuses_fails() {
        StubAws refusing = new StubAws(request -> StubAnswer.xmlError(403, "SignatureDoesNotMatch", "no"));
        Callers refused = Callers.in(refusing.hub());

        assertThatExceptionOfType(Failure.class).isThrownBy(() -> refused.identify(refused.sign(STATEMENT), STATEMENT));
    }

    @Test
    void proof_asText_showsNoSignature() {
        assertThat(callers.sign(STATEMENT).toString()).doesNotContain("Signature", "AKID");
    }

    private Proof with(String header, String value) {
        TreeMap<String, String> headers = new TreeMap<>(callers.sign(STATEMENT).headers());
        headers.put(header, value);
        return new Proof(headers);
    }
}
