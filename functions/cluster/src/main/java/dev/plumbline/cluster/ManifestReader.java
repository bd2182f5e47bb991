package dev.plumbline.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a list of manifests: YAML documents, each one object. Nothing in them is a reason to read anything else. */
final class ManifestReader {

    /** CloudFormation's limit of an event is far above what a list needs. */
    private static final int LONGEST = 256 * 1024;

    private static final int ALIASES = 20;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.:]{0,251}[a-z0-9])?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestReader() {}

    /**
     * Reads a list.
     *
     * @throws Refused where the text is not YAML, a document is no object, or one object is there twice
     */
    static List<Manifest> read(String text) {
        if (text.length() > LONGEST) {
            throw new Refused("The list of manifests is longer than " + LONGEST + " characters");
        }
        List<Manifest> manifests = new ArrayList<>();
        int number = 0;
        for (Object document : documents(text)) {
            number++;
            if (document == null) {
                continue;
            }
            Manifest manifest = manifest(document, "Manifest " + number);
            if (manifests.stream().anyMatch(other -> other.key().same(manifest.key()))) {
                throw new Refused(manifest.key() + " is there twice");
            }
            manifests.add(manifest);
        }
        return List.copyOf(manifests);
    }

    private static List<Object> documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(ALIASES)
                .build();
        try {
            List<Object> documents = new ArrayList<>();
            new Load(settings).loadAllFromString(text).forEach(documents::add);
            return documents;
        } catch (YamlEngineException e) {
            throw new Refused("The manifests are not YAML: " + firstLine(e), e);
        }
    }

    private static Manifest manifest(Object document, String where) {
        if (!(document instanceof Map<?, ?>)) {
            throw new Refused(where + " is not an object");
        }
        GenericKubernetesResource object;
        try {
            object = JSON.convertValue(document, GenericKubernetesResource.class);
        } catch (IllegalArgumentException e) {
            throw new Refused(where + " is not an object of Kubernetes: its metadata is of another form", e);
        }
        String apiVersion = present(object.getApiVersion(), where, "apiVersion");
        String kind = present(object.getKind(), where, "kind");
        ObjectMeta metadata = Optional.ofNullable(object.getMetadata()).orElseGet(ObjectMeta::new);
        String name = present(metadata.getName(), where + ", a " + kind + ",", "metadata.name");
        String namespace = Optional.ofNullable(metadata.getNamespace()).orElse("");
        if (!NAME.matcher(name).matches()) {
            throw new Refused(where + " has a name that Kubernetes does not take");
        }
        return new Manifest(new Manifest.Key(apiVersion, kind, namespace, name), object);
    }

    private static String present(@Nullable String value, String where, String field) {
        if (value == null || value.isBlank()) {
            throw new Refused(where + " has no " + field);
        }
        return value;
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
