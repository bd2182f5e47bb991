package dev.plumbline.accounts.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeleteCommandTest {

    private static final String REGION = "eu-west-1";

    @Test
    void of_typeWithADeleteHandler_isCloudControls() {
        assertThat(DeleteCommand.of("AWS::Logs::LogGroup", "/aws/eks/dev/cluster", REGION))
                .isEqualTo("aws cloudcontrol delete-resource --type-name AWS::Logs::LogGroup"
                        + " --identifier /aws/eks/dev/cluster --region eu-west-1");
    }

    /** DeleteSecret: the name is taken until the recovery window ends, unless the secret is deleted without one. */
    @Test
    void of_secret_leavesNoRecoveryWindow() {
        assertThat(DeleteCommand.of(
                        "AWS::SecretsManager::Secret", "arn:aws:secretsmanager:eu-west-1:1:secret:app-AbCdEf", REGION))
                .startsWith("aws secretsmanager delete-secret ")
                .contains("--force-delete-without-recovery");
    }

    @Test
    void of_idThatAShellWouldRead_isQuoted() {
        assertThat(DeleteCommand.of("AWS::EC2::Route", "rtb-1|0.0.0.0/0", REGION))
                .contains("--identifier 'rtb-1|0.0.0.0/0' ");
        assertThat(DeleteCommand.of("AWS::SSM::Document", "it's", REGION)).contains("--identifier 'it'\\''s' ");
    }
}
