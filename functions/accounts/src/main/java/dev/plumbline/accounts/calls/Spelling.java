package dev.plumbline.accounts.calls;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * How an operation is asked for and allowed.
 *
 * @param api the service
 * @param action its name in the API
 * @param route method and path where the API has them; names in braces are parameters
 * @param permission the action that IAM wants for it
 * @param resources what it may touch, as ARNs without partition; {@code *} for whatever there is
 * @param unowned whether it may not touch what a stack of the estate owns
 * @param besides what IAM wants besides
 * @param paged whether it answers in pages, which are followed
 * @param nothing the codes that say there is no such thing, or that what is wanted is so already
 */
record Spelling(
        Api api,
        String action,
        String route,
        String permission,
        List<String> resources,
        boolean unowned,
        List<Dependent> besides,
        boolean paged,
        List<String> nothing) {

    Spelling {
        requireNonNull(api, "api is null");
        requireNonNull(action, "action is null");
        requireNonNull(route, "route is null");
        requireNonNull(permission, "permission is null");
        resources = List.copyOf(resources);
        besides = List.copyOf(besides);
        nothing = List.copyOf(nothing);
    }

    /** An operation of that name on anything. */
    static Spelling of(Api api, String action) {
        return new Spelling(
                api, action, "", api.permissions() + ":" + action, List.of("*"), false, List.of(), false, List.of());
    }

    /** At this method and path. */
    Spelling at(String path) {
        return new Spelling(api, action, path, permission, resources, unowned, besides, paged, nothing);
    }

    /** Under another permission than its own name. */
    Spelling by(String other) {
        return new Spelling(api, action, route, other, resources, unowned, besides, paged, nothing);
    }

    /** On these resources only. */
    Spelling on(String... arns) {
        return new Spelling(api, action, route, permission, List.of(arns), unowned, besides, paged, nothing);
    }

    /** Never on what a stack of the estate owns, as its tags tell. */
    Spelling ifUnowned() {
        return new Spelling(api, action, route, permission, resources, true, besides, paged, nothing);
    }

    /** Under another permission as well, which stands in the role's own statements, with what it is narrowed by. */
    Spelling besides(String other) {
        return besides(other, new String[0]);
    }

    /** Under another permission on these resources as well. */
    Spelling besides(String other, String... arns) {
        List<Dependent> all = new ArrayList<>(besides);
        all.add(new Dependent(other, List.of(arns)));
        return new Spelling(api, action, route, permission, resources, unowned, all, paged, nothing);
    }

    /** It answers in pages, of which each tells of the next one. */
    Spelling inPages() {
        return new Spelling(api, action, route, permission, resources, unowned, besides, true, nothing);
    }

    /** These codes say that there is no such thing, or that what is wanted is so already. */
    Spelling nothingBy(String... codes) {
        return new Spelling(api, action, route, permission, resources, unowned, besides, paged, List.of(codes));
    }
}
