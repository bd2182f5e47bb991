package dev.plumbline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManifestReaderTest {

    private static final String NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";

    @Test
    void read_documents_areObjectsInTheirOrder() {
        assertThat(ManifestReader.read(NAMESPACE + "---\n---\n# nothing\n---\n" + NAMESPACE.replace("shop", "tools")))
                .extracting(manifest -> manifest.key().toString())
                .containsExactly("Namespace shop", "Namespace tools");
    }

    @Test
    void read_nothing_isNoObject() {
        assertThat(ManifestReader.read("")).isEmpty();
    }

    @Test
    void read_fieldsThatThisProgramDoesNotKnow_areKept() {
        Manifest manifest = ManifestReader.read(NAMESPACE + "spec: { port: 80, on: true, text: \"1\" }\n")
                .getFirst();

        assertThat(manifest.object().getAdditionalProperties().get("spec")).hasToString("{port=80, on=true, text=1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2]|Manifest 1 is not an object",
                "{ kind: A, metadata: { name: a } }|Manifest 1 has no apiVersion",
                "{ apiVersion: v1, metadata: { name: a } }|Manifest 1 has no kind",
                "{ apiVersion: v1, kind: A }|Manifest 1, a A, has no metadata.name",
                "{ apiVersion: v1, kind: A, metadata: { name: ../b } }|Manifest 1 has a name that Kubernetes does not take",
                "{ apiVersion: v1, kind: A, metadata: a }|Manifest 1 is not an object of Kubernetes",
                "{ a: 1, a: 2 }|The manifests are not YAML",
                "'{ a: &b [*b'|The manifests are not YAML",
            })
    void read_whatIsNoManifest_isRefusedByItsNumber(String text, String message) {
        assertThatThrownBy(() -> ManifestReader.read(text))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void read_oneObjectTwice_isRefused() {
        assertThatThrownBy(() -> ManifestReader.read(NAMESPACE + "---\n" + NAMESPACE))
                .isInstanceOf(Refused.class)
                .hasMessage("Namespace shop is there twice");
    }

    @Test
    void read_moreThanAListNeeds_isRefused() {
        assertThatThrownBy(() -> ManifestReader.read("#".repeat(300_000))).isInstanceOf(Refused.class);
    }
}
