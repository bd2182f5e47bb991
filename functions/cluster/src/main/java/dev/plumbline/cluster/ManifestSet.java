package dev.plumbline.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of one list of manifests in a cluster. Each carries the label {@value #OWNER}; what carries another one
 * is never deleted. Everything may be repeated.
 */
final class ManifestSet {

    /** The label that says whose an object is. */
    static final String OWNER = "plumbline.dev/owner";

    private final Kubernetes kubernetes;
    private final String owner;
    private final Patience patience;
    private final Duration rights;

    /**
     * Creates the set.
     *
     * @param owner a value for the label, which is the field manager's name as well
     * @param rights how long a refusal may still be a passing one
     */
    ManifestSet(Kubernetes kubernetes, String owner, Patience patience, Duration rights) {
        this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
        this.owner = requireNonNull(owner, "owner is null");
        this.patience = requireNonNull(patience, "patience is null");
        this.rights = requireNonNull(rights, "rights is null");
    }

    /** Applies all, namespaces and definitions of kinds first, and waits until each is what it should be. */
    void apply(List<Manifest> manifests, boolean force) {
        List<Manifest> ordered = manifests.stream()
                .sorted(Comparator.comparingInt(manifest -> rank(manifest.key())))
                .map(this::owned)
                .toList();
        for (Manifest manifest : ordered) {
            patience.atMost(rights).until(() -> {
                kubernetes.apply(manifest, owner, force);
                return manifest;
            });
            if (rank(manifest.key()) == 0) {
                await(manifest);
            }
        }
        ordered.forEach(this::await);
    }

    /** Deletes those of some objects that are still this list's, the last first, and waits until they are gone. */
    void delete(List<Manifest> manifests) {
        List<Manifest.Key> ours = manifests.stream()
                .sorted(Comparator.comparingInt(manifest -> rank(manifest.key())))
                .map(Manifest::key)
                .toList()
                .reversed();
        for (Manifest.Key key : ours) {
            if (isOurs(key)) {
                patience.atMost(rights).until(() -> {
                    kubernetes.delete(key);
                    return key;
                });
                patience.until(() -> gone(key));
            }
        }
    }

    /** What the list may not hold it never brought, although it may have been listed. */
    private boolean isOurs(Manifest.Key key) {
        try {
            return patience.atMost(rights).until(() -> carriesOurLabel(key));
        } catch (Refused refused) {
            if (refused.getCause() instanceof Forbidden) {
                return false;
            }
            throw refused;
        }
    }

    private boolean carriesOurLabel(Manifest.Key key) {
        return kubernetes.knows(key)
                && kubernetes
                        .find(key)
                        .map(live -> owner.equals(labels(live).get(OWNER)))
                        .orElse(false);
    }

    private Manifest.Key gone(Manifest.Key key) {
        if (kubernetes.knows(key) && kubernetes.find(key).isPresent()) {
            throw new Unsettled(key + " is being deleted");
        }
        return key;
    }

    private void await(Manifest manifest) {
        patience.until(() -> settled(manifest.key()));
    }

    private Rollout settled(Manifest.Key key) {
        GenericKubernetesResource live = kubernetes
                .find(key)
                .orElseThrow(() -> new Refused(key + " was applied, and is gone: somebody deletes it"));
        Rollout rollout = Rollout.of(live);
        return switch (rollout) {
            case Rollout.Done done -> done;
            case Rollout.Going(String how) -> throw new Unsettled(key + " is not ready: " + how);
            case Rollout.Stuck(String why) -> throw new Refused(key + " does not get ready: " + why + cause(key, live));
        };
    }

    /** What the pods of a workload wait for, after what is said of the workload itself. */
    private String cause(Manifest.Key key, GenericKubernetesResource live) {
        return Rollout.selector(live)
                .flatMap(labels -> kubernetes.waiting(key.namespace(), labels))
                .map(waits -> " " + waits)
                .orElse("");
    }

    private Manifest owned(Manifest manifest) {
        GenericKubernetesResource object = manifest.object();
        ObjectMeta metadata = new ObjectMetaBuilder(object.getMetadata())
                .addToLabels(OWNER, owner)
                .build();
        object.setMetadata(metadata);
        return new Manifest(manifest.key(), object);
    }

    private static Map<String, String> labels(GenericKubernetesResource live) {
        return Optional.ofNullable(live.getMetadata().getLabels()).orElseGet(Map::of);
    }

    private static int rank(Manifest.Key key) {
        return switch (key.kind()) {
            case "Namespace", "CustomResourceDefinition" -> 0;
            default -> 1;
        };
    }
}
