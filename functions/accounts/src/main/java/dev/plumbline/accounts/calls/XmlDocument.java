package dev.plumbline.accounts.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Spells parameters as the documents of S3. */
final class XmlDocument {

    private XmlDocument() {}

    /** Returns the document of an operation. */
    static byte[] of(Operation operation, ObjectNode parameters) {
        String namespace = operation.spelling().api().version();
        String root = operation == Operation.PUT_BUCKET_BLOCK || operation == Operation.PUT_ACCOUNT_BLOCK
                ? "PublicAccessBlockConfiguration"
                : operation.action() + "Request";
        StringBuilder text = new StringBuilder("<").append(root);
        if (!namespace.isEmpty()) {
            text.append(" xmlns=\"").append(namespace).append('"');
        }
        text.append('>');
        parameters
                .properties()
                .forEach(entry -> text.append('<')
                        .append(entry.getKey())
                        .append('>')
                        .append(escaped(entry.getValue().asText()))
                        .append("</")
                        .append(entry.getKey())
                        .append('>'));
        return text.append("</").append(root).append('>').toString().getBytes(UTF_8);
    }

    /** Returns the digest that S3 wants beside a document; it guards against faults on the way, not against people. */
    static String md5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has MD5", missing);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
