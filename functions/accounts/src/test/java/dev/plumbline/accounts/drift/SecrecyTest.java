package dev.plumbline.accounts.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecrecyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/MasterUserPassword",
                "/Environment/Variables/ANYTHING",
                "/UserData",
                "/LaunchTemplateData/UserData",
                "/AuthToken",
                "/Users/0/SecretAccessKey",
                "/client_secret"
            })
    void show_propertyThatMayHoldASecret_isHidden(String property) {
        assertThat(Secrecy.show(property, "hunter2")).isEqualTo(Secrecy.HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/RetentionInDays", "/MasterUserSecret/SecretArn", "/KmsKeyId", "/Tags/0/Value"})
    void show_propertyThatHoldsNone_isShown(String property) {
        assertThat(Secrecy.show(property, "7")).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/Value|-----BEGIN RSA PRIVATE KEY-----",
                "/Value|AKIAABCDEFGHIJKLMNOP",
                "/Value|postgres://app:hunter2@db.acme.example/app",
                "/Configuration|{\"Database\":{\"Password\":\"hunter2\"}}"
            })
    void show_valueThatIsASecretWhateverItIsCalled_isHidden(String property, String value) {
        assertThat(Secrecy.show(property, value)).isEqualTo(Secrecy.HIDDEN);
    }

    @Test
    void show_longDocument_isCut() {
        assertThat(Secrecy.show("/PolicyDocument", "[" + "1,".repeat(2_000) + "1]"))
                .hasSizeLessThan(410)
                .endsWith("…");
    }
}
