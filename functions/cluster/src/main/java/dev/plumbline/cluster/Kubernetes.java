package dev.plumbline.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The API of one cluster. Types of the client stop here, objects apart. What the API server answers as an error is
 * raised as {@link Refused}, or as {@link Unsettled} where it may pass; both name the object.
 */
final class Kubernetes implements AutoCloseable {

    /** CloudFormation keeps a reason of some length; the beginning names the image or the volume. */
    private static final int LONGEST_REASON = 300;

    private final KubernetesClient client;

    Kubernetes(KubernetesClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /**
     * Applies a manifest on the server's side: what it does not say is left to others.
     *
     * @param manager under whose name its fields are held
     * @param force whether fields that others hold are taken from them
     */
    void apply(Manifest manifest, String manager, boolean force) {
        Resource<GenericKubernetesResource> resource = resource(manifest.key());
        PatchContext how = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(force)
                .build();
        call(manifest.key(), "apply", () -> resource.patch(how, manifest.object()));
    }

    /** Returns an object as it is now, or nothing where there is none. */
    Optional<GenericKubernetesResource> find(Manifest.Key key) {
        Resource<GenericKubernetesResource> resource = resource(key);
        return call(key, "read", () -> Optional.ofNullable(resource.get()));
    }

    /**
     * Returns what the first pod waits for that carries labels, such as an image that cannot be pulled; nothing if none
     * waits, or if pods may not be listed: it explains a failure, and causes none.
     *
     * @param namespace the pods' namespace
     */
    Optional<String> waiting(String namespace, Map<String, String> labels) {
        List<Pod> pods;
        try {
            pods = client.pods()
                    .inNamespace(namespace)
                    .withLabels(labels)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
        return pods.stream().flatMap(pod -> waits(pod).stream()).findFirst();
    }

    private static Optional<String> waits(Pod pod) {
        return Stream.of(
                        pod.getStatus().getInitContainerStatuses(),
                        pod.getStatus().getContainerStatuses())
                .flatMap(List::stream)
                .map(container -> container.getState().getWaiting())
                .filter(Objects::nonNull)
                .findFirst()
                .map(waiting -> "The pod " + pod.getMetadata().getName() + " waits, " + waiting.getReason()
                        + Optional.ofNullable(waiting.getMessage())
                                .map(message -> ": " + message.substring(0, Math.min(message.length(), LONGEST_REASON)))
                                .orElse(""));
    }

    /** Asks for an object to be deleted, after what depends on it. It may be there for a while longer. */
    void delete(Manifest.Key key) {
        Resource<GenericKubernetesResource> resource = resource(key);
        call(
                key,
                "delete",
                () -> resource.withPropagationPolicy(DeletionPropagation.FOREGROUND)
                        .delete());
    }

    /** Whether the cluster knows an object's kind: where it does not, there is no such object. */
    boolean knows(Manifest.Key key) {
        return kind(key).isPresent();
    }

    @Override
    public void close() {
        client.close();
    }

    private Resource<GenericKubernetesResource> resource(Manifest.Key key) {
        APIResource kind = kind(key)
                .orElseThrow(() -> new Unsettled(
                        key + ": the cluster does not know the kind " + key.kind() + " of " + key.apiVersion()));
        boolean namespaced = Boolean.TRUE.equals(kind.getNamespaced());
        if (!namespaced && !key.namespace().isEmpty()) {
            throw new Refused(key + ": objects of this kind are in no namespace");
        }
        int slash = key.apiVersion().indexOf('/');
        var resources = client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : key.apiVersion().substring(0, slash))
                .withVersion(key.apiVersion().substring(slash + 1))
                .withKind(key.kind())
                .withPlural(kind.getName())
                .withNamespaced(namespaced)
                .build());
        return namespaced
                ? resources
                        .inNamespace(key.namespace().isEmpty() ? "default" : key.namespace())
                        .withName(key.name())
                : resources.withName(key.name());
    }

    private Optional<APIResource> kind(Manifest.Key key) {
        APIResourceList known = call(key, "find the kind of", () -> client.getApiResources(key.apiVersion()));
        return Optional.ofNullable(known).stream()
                .flatMap(list -> list.getResources().stream())
                .filter(each ->
                        each.getKind().equals(key.kind()) && !each.getName().contains("/"))
                .findFirst();
    }

    private static <T> T call(Manifest.Key key, String verb, Supplier<T> action) {
        try {
            return action.get();
        } catch (KubernetesClientException e) {
            throw ApiErrors.of(key, verb, e);
        }
    }
}
