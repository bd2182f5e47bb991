package dev.plumbline.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * One object as a list of manifests has it.
 *
 * @param key what it is
 * @param object the whole of it
 */
record Manifest(Key key, GenericKubernetesResource object) {

    Manifest {
        requireNonNull(key, "key is null");
        requireNonNull(object, "object is null");
    }

    /**
     * What an object is, whatever the version of its API.
     *
     * @param apiVersion group and version of its API, such as apps/v1
     * @param namespace where it was put, or an empty text where its manifest does not say
     */
    record Key(String apiVersion, String kind, String namespace, String name) {

        Key {
            requireNonNull(apiVersion, "apiVersion is null");
            requireNonNull(kind, "kind is null");
            requireNonNull(namespace, "namespace is null");
            requireNonNull(name, "name is null");
        }

        /** Whether both are one object: a newer version of its API makes no other. */
        boolean same(Key other) {
            return group().equals(other.group())
                    && kind.equals(other.kind)
                    && namespace.equals(other.namespace)
                    && name.equals(other.name);
        }

        private String group() {
            int slash = apiVersion.indexOf('/');
            return slash < 0 ? "" : apiVersion.substring(0, slash);
        }

        @Override
        public String toString() {
            return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
        }
    }
}
