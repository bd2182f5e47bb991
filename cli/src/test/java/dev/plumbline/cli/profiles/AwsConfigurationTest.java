package dev.plumbline.cli.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.cli.Problem;
import org.junit.jupiter.api.Test;

class AwsConfigurationTest {

    private static final String BLOCK = "[profile acme]\nregion = eu-west-1\n";
    private static final String WRITTEN = "# BEGIN plumbline acme\n" + BLOCK + "# END plumbline acme\n";

    @Test
    void with_emptyFile_isTheBlockAlone() {
        assertThat(with("", BLOCK)).isEqualTo(WRITTEN);
    }

    @Test
    void with_fileOfSomebodyElse_comesAfterIt() {
        String theirs = "[default]\nregion = us-east-1\n# mine";

        assertThat(with(theirs, BLOCK)).isEqualTo(theirs + "\n\n" + WRITTEN);
    }

    @Test
    void with_blockThatIsThere_isReplacedWhereItStands() {
        String other = "[profile acme]\nregion = eu-central-1\n";

        assertThat(with("[default]\n\n" + WRITTEN + "\n[profile mine]\n", other))
                .isEqualTo("[default]\n\n" + WRITTEN.replace("eu-west-1", "eu-central-1") + "\n[profile mine]\n");
    }

    @Test
    void with_twice_changesNothing() {
        String once = with("[default]\n", BLOCK);

        assertThat(with(once, BLOCK)).isEqualTo(once);
    }

    @Test
    void with_anotherOrganisation_keepsBoth() {
        String both = new AwsConfiguration(WRITTEN)
                .with("umbrella", "[profile umbrella]\n")
                .text();

        assertThat(both).startsWith(WRITTEN).endsWith("# END plumbline umbrella\n");
    }

    @Test
    void with_profileThatSomebodyHas_isRefusedByName() {
        assertThatThrownBy(() -> with("[ profile \"acme\" ]\nregion = x\n", BLOCK))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("acme");
    }

    @Test
    void with_blockWithoutItsEnd_isRefusedRatherThanGuessed() {
        assertThatThrownBy(() -> with("# BEGIN plumbline acme\n[profile acme]\n[profile mine]\n", BLOCK))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("# END plumbline acme");
    }

    private static String with(String text, String block) {
        return new AwsConfiguration(text).with("acme", block).text();
    }
}
