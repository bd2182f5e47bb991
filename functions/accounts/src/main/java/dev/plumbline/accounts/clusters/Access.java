package dev.plumbline.accounts.clusters;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an access entry lets a principal do in a cluster.
 *
 * @param principal ARN of the role or user
 * @param grants its policies, each in the form {@code AmazonEKSEditPolicy namespace namespace}, with the namespaces in
 *     order, or none where it holds in the whole cluster
 */
public record Access(String principal, SortedSet<String> grants) {
    /** Checks that nothing is missing and copies the set. */
    public Access {
        requireNonNull(principal, "principal is null");
        grants = Collections.unmodifiableSortedSet(new TreeSet<>(grants));
    }

    /** Returns what a text such as {@code arn:aws:iam::…:role/deploy AmazonEKSEditPolicy shop} declares. */
    public static Access declared(String text) {
        List<String> words = List.of(text.strip().split("\\s+"));
        return new Access(
                words.getFirst(),
                words.size() == 1
                        ? new TreeSet<>()
                        : new TreeSet<>(List.of(grant(words.get(1), words.subList(2, words.size()).stream()))));
    }

    static Access from(String principal, List<JsonNode> policies) {
        TreeSet<String> grants = new TreeSet<>();
        for (JsonNode policy : policies) {
            String arn = policy.path("policyArn").asText();
            JsonNode namespaces = policy.path("accessScope").path("namespaces");
            grants.add(grant(
                    arn.substring(arn.lastIndexOf('/') + 1),
                    StreamSupport.stream(namespaces.spliterator(), false).map(JsonNode::asText)));
        }
        return new Access(principal, grants);
    }

    private static String grant(String policy, Stream<String> namespaces) {
        return Stream.concat(Stream.of(policy), namespaces.distinct().sorted()).collect(joining(" "));
    }

    @Override
    public String toString() {
        return principal + ": " + (grants.isEmpty() ? "nothing" : String.join(", ", grants));
    }
}
