package dev.plumbline.tasks.provision;

import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.forecast.HiddenValues;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.assignment.RunDocuments;
import java.util.Optional;
import java.util.SortedMap;

/** The template that a stack is to have, as the bucket holds it. */
final class WantedTemplate {

    private static final String NAME = "template.yaml";

    private WantedTemplate() {}

    /**
     * Returns what it hides: everything if it is gone, or if it is not known what its parameters are given.
     *
     * @param parameters what its parameters are given
     * @param place where its stack stands, or would
     */
    static HiddenValues hidden(
            Bucket bucket, StackPlan stack, Optional<? extends SortedMap<String, String>> parameters, Place place) {
        return parameters
                .flatMap(given -> bucket.get(RunDocuments.template(stack.templateDigest()))
                        .map(template -> HiddenValues.decided(NAME, template, given, place)))
                .orElseGet(HiddenValues::everything);
    }
}
