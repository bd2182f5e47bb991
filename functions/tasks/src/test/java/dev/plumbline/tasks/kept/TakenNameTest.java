package dev.plumbline.tasks.kept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakenNameTest {

    /** As early validation, a create handler and Secrets Manager say it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Store (AWS::S3::Bucket): Resource of type 'AWS::S3::Bucket' with identifier 'shop' already exists.",
                "Resource handler returned message: \"taken\" (RequestToken: 1, HandlerErrorCode: AlreadyExists)",
                "You can't create this secret because a secret with this name is already scheduled for deletion."
            })
    void told_nameThatIsTaken_saysHowToGoOn(String reason) {
        assertThat(TakenName.told(reason)).startsWith(reason).contains("another name", "plumbline orphans");
    }

    @Test
    void told_anythingElse_isThat() {
        assertThat(TakenName.told("Properties validation failed")).isEqualTo("Properties validation failed");
    }
}
