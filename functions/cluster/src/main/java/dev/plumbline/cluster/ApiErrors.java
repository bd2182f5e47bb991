package dev.plumbline.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an answer of the API server means for what happens next.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md">
 *     Kubernetes API conventions: HTTP status codes</a>
 */
final class ApiErrors {

    private static final int LONGEST = 600;

    private ApiErrors() {}

    /** Returns the failure to throw. */
    static RuntimeException of(Manifest.Key key, String verb, KubernetesClientException e) {
        String what = key + ": cannot " + verb + " it";
        return switch (e.getCode()) {
            // No answer at all: the endpoint may be new.
            case 0 -> new Unsettled(what + ", the API server does not answer", e);
            // An access entry, and what a group may do, take a while to be known everywhere.
            case 401 -> new Unsettled(what + ", the API server does not know the function's role", e);
            case 403 -> new Forbidden(what + ", which is forbidden: " + said(e), e);
            case 404 -> new Unsettled(what + ", there is no such thing: " + said(e), e);
            case 409 -> conflict(what, e);
            case 429, 500, 502, 503, 504 -> new Unsettled(what + " now: " + said(e), e);
            default -> new Refused(what + ": " + said(e), e);
        };
    }

    /** Fields that others hold stay theirs until somebody decides; any other conflict is a race. */
    private static RuntimeException conflict(String what, KubernetesClientException e) {
        List<StatusCause> held = causes(e).stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .toList();
        if (held.isEmpty()) {
            return new Unsettled(what + " now: " + said(e), e);
        }
        String fields = held.stream()
                .map(cause -> cause.getField() + " (" + cause.getMessage() + ")")
                .collect(Collectors.joining(", "));
        return new Refused(
                shortened(what + ", others hold fields of it: " + fields
                        + ". Leave them out of the manifest, or set Force to take them"),
                e);
    }

    private static List<StatusCause> causes(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(Status::getDetails)
                .map(details -> details.getCauses())
                .orElseGet(List::of);
    }

    private static String said(KubernetesClientException e) {
        return shortened(
                Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElseGet(() -> "HTTP " + e.getCode()));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
