package dev.plumbline.accounts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

class DocumentErrorTest {

    /**
     * The forms of Smithy's {@code awsJson1_1} and {@code restJson1} ("operation error serialization"): a header, the
     * fields {@code code} and {@code __type}; each may have a namespace before {@code #} and an address behind
     * {@code :}.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "FooError | - | FooError",
                "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/ | - | FooError",
                "aws.protocoltests.restjson#FooError | - | FooError",
                "aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/#validate | - | FooError",
                "FooError | {'__type':'OtherError','code':'AnotherError'} | FooError",
                "- | {'__type':'FooError'} | FooError",
                "- | {'__type':'aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/'} | FooError",
                "- | {'code':'FooError','__type':'OtherError'} | FooError",
                "- | {'code':400,'__type':'FooError'} | FooError",
                "- | {'message':'no name'} | HTTP418",
                "- | <html>a proxy</html> | HTTP418",
            })
    void read_nameInAnyForm_isFound(String header, String body, String code) {
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(418);
        if (header != null) {
            head.putHeader("X-Amzn-Errortype", header);
        }
        byte[] content = body == null ? new byte[0] : body.replace('\'', '"').getBytes(UTF_8);

        AwsServiceException error = DocumentError.read(new Received(head.build(), content));

        assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(error.statusCode()).isEqualTo(418);
    }
}
