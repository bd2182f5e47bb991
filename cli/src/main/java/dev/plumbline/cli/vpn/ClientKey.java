package dev.plumbline.cli.vpn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * The key of one client, made in memory. It leaves only as part of the profile; what goes to the server is a request
 * that proves its possession.
 */
public final class ClientKey {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final KeyPair pair;

    private ClientKey(KeyPair pair) {
        this.pair = pair;
    }

    /** Makes a new key on the curve P-384. */
    public static ClientKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            return new ClientKey(generator.generateKeyPair());
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException("this Java makes no elliptic keys", error);
        }
    }

    /** Returns the signing request for a name, as PEM in base64. */
    public String request(String name) {
        try {
            String pem = pem(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + name), pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA384withECDSA")
                            .setProvider(PROVIDER)
                            .build(pair.getPrivate())));
            return Base64.getEncoder().encodeToString(pem.getBytes(UTF_8));
        } catch (OperatorCreationException error) {
            throw new IllegalStateException("the request could not be signed", error);
        }
    }

    /** Returns the private key as PEM, for the profile. */
    String privatePem() {
        try {
            return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
        } catch (IOException error) {
            throw new IllegalStateException("the key could not be written", error);
        }
    }

    /** Whether a certificate's key is this one. */
    boolean fits(PublicKey key) {
        return Arrays.equals(key.getEncoded(), pair.getPublic().getEncoded());
    }

    /**
     * Opens what was encrypted to this key.
     *
     * @throws CMSException where it was encrypted to another one, or is no message
     */
    String open(byte[] message) throws CMSException {
        for (RecipientInformation recipient :
                new CMSEnvelopedData(message).getRecipientInfos().getRecipients()) {
            return new String(
                    recipient.getContent(new JceKeyAgreeEnvelopedRecipient(pair.getPrivate()).setProvider(PROVIDER)),
                    UTF_8);
        }
        throw new CMSException("the message has no recipient");
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException error) {
            throw new IllegalStateException("a text was not written", error);
        }
        return text.toString();
    }
}
