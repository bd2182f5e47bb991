package dev.plumbline.tasks.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import org.junit.jupiter.api.Test;

class RunNamesTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final TargetKey TARGET = new TargetKey("111111111111", "eu-west-1");

    private final RunNames names = new RunNames("push-0123456789abcdef0123456789abcdef-1");

    @Test
    void changeSet_ofADigest_carriesIt() {
        assertThat(RunNames.digestIn(names.changeSet(DIGEST))).hasValue(DIGEST.substring(0, 40));
        assertThat(names.changeSet(DIGEST)).matches("[a-zA-Z][-a-zA-Z0-9]*").hasSizeLessThanOrEqualTo(128);
    }

    @Test
    void digestIn_nameOfSomebodyElse_isNothing() {
        assertThat(RunNames.digestIn("awscli-cloudformation-package-deploy-1700000000"))
                .isEmpty();
    }

    @Test
    void same_beginningOfTheDigest_isTheSame() {
        assertThat(RunNames.same(DIGEST.substring(0, 40), DIGEST)).isTrue();
        assertThat(RunNames.same(DIGEST, DIGEST)).isTrue();
    }

    @Test
    void same_nothingDeployed_isNotTheSame() {
        assertThat(RunNames.same("", DIGEST)).isFalse();
        assertThat(RunNames.same("0123", DIGEST)).isFalse();
    }

    @Test
    void token_ofAStack_isOneThatCloudFormationTakes() {
        StackKey stack = new StackKey(TARGET, "network");
        assertThat(names.token(stack)).matches("[a-zA-Z0-9][-a-zA-Z0-9]*").hasSizeLessThanOrEqualTo(128);
        assertThat(names.clearingToken(stack)).isNotEqualTo(names.token(stack));
        assertThat(names.token(stack)).isNotEqualTo(names.token(new StackKey(TARGET, "keys")));
        assertThat(names.token(stack)).isNotEqualTo(new RunNames("other").token(stack));
    }

    @Test
    void execution_ofALongRun_staysWithinEightyCharacters() {
        String name = new RunNames("x".repeat(80)).execution(3, new TargetKey("111111111111", "ap-southeast-2"));
        assertThat(name).hasSizeLessThanOrEqualTo(80).endsWith("-3-111111111111-ap-southeast-2");
    }

    @Test
    void execution_ofAnOrdinaryRun_beginsWithIt() {
        assertThat(names.execution(2, TARGET)).isEqualTo(names.run() + "-2-111111111111-eu-west-1");
    }
}
