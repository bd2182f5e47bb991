package dev.plumbline.cli.vpn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bouncycastle.cms.CMSException;
import org.jspecify.annotations.Nullable;

/**
 * What the server made of a request, found to be what was asked for.
 *
 * @param certificate the client's certificate as PEM
 * @param authority the authority's certificate as PEM
 * @param tlsCryptKey the client's tls-crypt-v2 key
 * @param ends when the certificate ends
 */
public record Issued(String certificate, String authority, String tlsCryptKey, Instant ends) {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", Pattern.DOTALL);
    private static final Pattern MESSAGE =
            Pattern.compile("-----BEGIN CMS-----(.*?)-----END CMS-----\n", Pattern.DOTALL);
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    /** Checks that nothing is missing. */
    public Issued {
        requireNonNull(certificate, "certificate is null");
        requireNonNull(authority, "authority is null");
        requireNonNull(tlsCryptKey, "tlsCryptKey is null");
        requireNonNull(ends, "ends is null");
    }

    /**
     * Reads the server's answer.
     *
     * @throws Problem where it is not a certificate of this name and key, signed by the authority beside it
     */
    static Issued read(String answer, String name, ClientKey key) {
        List<String> certificates =
                CERTIFICATE.matcher(answer).results().map(MatchResult::group).toList();
        List<String> messages =
                MESSAGE.matcher(answer).results().map(found -> found.group(1)).toList();
        if (certificates.size() != 2 || messages.size() != 1) {
            throw wrong(name, "its answer is incomplete", null);
        }
        try {
            X509Certificate own = parse(certificates.getFirst());
            own.verify(parse(certificates.getLast()).getPublicKey());
            if (!key.fits(own.getPublicKey())
                    || !own.getSubjectX500Principal().getName().equals("CN=" + name)
                    || !List.of(CLIENT).equals(own.getExtendedKeyUsage())) {
                throw wrong(name, "the certificate is not the one that was asked for", null);
            }
            return new Issued(
                    certificates.getFirst(),
                    certificates.getLast(),
                    key.open(Base64.getMimeDecoder().decode(messages.getFirst())),
                    own.getNotAfter().toInstant());
        } catch (GeneralSecurityException | CMSException error) {
            throw wrong(name, String.valueOf(error.getMessage()), error);
        }
    }

    private static X509Certificate parse(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    }

    private static Problem wrong(String name, String why, @Nullable Exception cause) {
        String what = "the server's answer cannot be used: " + why;
        String advice = "Revoke what it issued with plumbline vpn revoke " + name + ", and look into the server's log.";
        return cause == null ? new Problem(what, advice) : new Problem(what, advice, cause);
    }
}
