package dev.plumbline.tasks.provision;

import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.forecast.HiddenValues;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.assignment.RunDocuments;
import java.util.Map;
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
     */
    static HiddenValues hidden(
            Bucket bucket, StackPlan stack, Optional<? extends SortedMap<String, String>> parameters) {
        return parameters.flatMap(given -> hidden(bucket, stack, given)).orElseGet(HiddenValues::everything);
    }

    private static Optional<HiddenValues> hidden(Bucket bucket, StackPlan stack, Map<String, String> given) {
        return bucket.get(RunDocuments.template(stack.templateDigest()))
                .map(template -> HiddenValues.of(NAME, template, given));
    }
}
