package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.forecast.FutureResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a change set would do to one resource.
 *
 * @param action what would be done
 * @param logicalId the resource's id in the template
 * @param physicalId the resource's id in AWS, empty where it is to be made
 * @param type its type, such as {@code AWS::EC2::VPC}
 * @param replacement whether another resource would take its place
 * @param policyAction what would become of the resource that is taken away, such as {@code Delete}, {@code Retain},
 *     {@code Snapshot}; often empty
 * @param scope what parts would change, such as {@code Properties}, {@code Tags}
 * @param details each property
 * @param drifted whether the resource was changed or deleted behind the stack's back, as a change set says that
 *     compares with the live resources
 * @param access the properties of a resource that is to be made which decide who may do what
 */
public record Change(
        Action action,
        String logicalId,
        String physicalId,
        String type,
        Replacement replacement,
        String policyAction,
        SortedSet<String> scope,
        List<Detail> details,
        boolean drifted,
        SortedSet<String> access) {

    /** Copies the lists and checks that nothing is missing. */
    public Change {
        requireNonNull(action, "action is null");
        requireNonNull(logicalId, "logicalId is null");
        requireNonNull(physicalId, "physicalId is null");
        requireNonNull(type, "type is null");
        requireNonNull(replacement, "replacement is null");
        requireNonNull(policyAction, "policyAction is null");
        scope = Collections.unmodifiableSortedSet(new TreeSet<>(scope));
        details = List.copyOf(details);
        access = Collections.unmodifiableSortedSet(new TreeSet<>(access));
    }

    /** Makes a change that makes nothing which lets anybody in. */
    public Change(
            Action action,
            String logicalId,
            String physicalId,
            String type,
            Replacement replacement,
            String policyAction,
            SortedSet<String> scope,
            List<Detail> details,
            boolean drifted) {
        this(
                action,
                logicalId,
                physicalId,
                type,
                replacement,
                policyAction,
                scope,
                details,
                drifted,
                Collections.emptySortedSet());
    }

    /** Returns the change that makes a resource which is not there yet, as its template tells. */
    public static Change making(FutureResource future) {
        return new Change(
                Action.ADD,
                future.logicalId(),
                "",
                future.type(),
                Replacement.FALSE,
                "",
                Collections.emptySortedSet(),
                List.of(),
                false,
                Access.given(future.type(), future.properties()));
    }

    /** Returns the same change with other details, as they concern it. */
    public Change with(Replacement replacedBy, List<Detail> ofIt) {
        return new Change(action, logicalId, physicalId, type, replacedBy, policyAction, scope, ofIt, drifted, access);
    }

    /** Makes a change that has nothing to do with drift. */
    public Change(
            Action action,
            String logicalId,
            String physicalId,
            String type,
            Replacement replacement,
            String policyAction,
            SortedSet<String> scope,
            List<Detail> details) {
        this(action, logicalId, physicalId, type, replacement, policyAction, scope, details, false);
    }

    /**
     * Returns the details by what they are about, in their order. CloudFormation tells a property more than once: with
     * each parameter or resource that it depends on, and as modified by what comes of these.
     */
    public Collection<List<Detail>> properties() {
        Map<String, List<Detail>> properties = new LinkedHashMap<>();
        details.forEach(detail -> properties
                .computeIfAbsent(detail.place(), place -> new ArrayList<>())
                .add(detail));
        return properties.values();
    }

    /** What would be done to a resource. */
    public enum Action {
        /** It would be made. */
        ADD,
        /** It would be changed. */
        MODIFY,
        /** It would be removed. */
        REMOVE,
        /** It would be taken over. */
        IMPORT,
        /** It depends on what happens before. */
        DYNAMIC,
        /** Only the stack's own record of it would change. */
        SYNC_WITH_ACTUAL
    }

    /** Whether another resource would take its place. */
    public enum Replacement {
        /** Certainly. */
        TRUE,
        /** It depends on what happens before. */
        CONDITIONAL,
        /** No. */
        FALSE
    }

    /**
     * What would happen to one property.
     *
     * @param attribute what part of the resource it belongs to, such as {@code Properties}
     * @param path where it is, such as {@code /Properties/CidrBlock}; its name where CloudFormation tells no path
     * @param recreates whether changing it replaces the resource: {@code Never}, {@code Conditionally} or
     *     {@code Always}
     * @param source where the change comes from, such as {@code ParameterReference}; often empty
     * @param cause the parameter or resource that it comes from; often empty
     * @param before its value before, empty where it is not told
     * @param after its value afterwards, empty where it is not told
     * @param dynamic whether CloudFormation knows only when it gets there what its value will be
     */
    public record Detail(
            String attribute,
            String path,
            String recreates,
            String source,
            String cause,
            String before,
            String after,
            boolean dynamic) {
        /** Checks that nothing is missing. */
        public Detail {
            requireNonNull(attribute, "attribute is null");
            requireNonNull(path, "path is null");
            requireNonNull(recreates, "recreates is null");
            requireNonNull(source, "source is null");
            requireNonNull(cause, "cause is null");
            requireNonNull(before, "before is null");
            requireNonNull(after, "after is null");
        }

        /** Returns the name of the property, without the way to a part of it: {@code Tags} of a tag. */
        public String name() {
            String properties = "/Properties/";
            return path.startsWith(properties)
                    ? path.substring(properties.length()).split("/", 2)[0]
                    : path;
        }

        /** Returns what it is about, whether CloudFormation tells a path or only a name. */
        private String place() {
            return attribute + (path.startsWith("/") ? path : "/" + attribute + "/" + path);
        }
    }
}
