package dev.plumbline.accounts.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much a commit would change.
 *
 * @param added resources that would be made
 * @param changed resources that would be changed where they are
 * @param replaced resources whose place another would take, or may
 * @param removed resources that would go
 * @param dangerous resources of these whose change is dangerous
 * @param asks stacks for which a person would be asked
 * @param later stacks of which it is known only later whether they change
 * @param failed stacks and targets of which nothing could be told
 * @param settings settings that would change
 */
public record PreviewCounts(
        int added,
        int changed,
        int replaced,
        int removed,
        int dangerous,
        int asks,
        int later,
        int failed,
        int settings) {

    static PreviewCounts of(Preview preview) {
        List<StackPreview> stacks = preview.stacks().toList();
        List<ResourceDiff> resources =
                stacks.stream().flatMap(stack -> stack.resources().stream()).toList();
        long silent = preview.targets().stream()
                .filter(target -> !target.failure().isEmpty())
                .count();
        return new PreviewCounts(
                count(resources, Sign.ADD),
                count(resources, Sign.CHANGE),
                count(resources, Sign.REPLACE),
                count(resources, Sign.REMOVE),
                (int) resources.stream()
                        .filter(resource -> !resource.danger().isEmpty())
                        .count(),
                (int) stacks.stream().filter(StackPreview::asks).count(),
                (int) stacks.stream()
                        .filter(stack -> stack.action() == StackPreview.Action.LATER)
                        .count(),
                (int) (stacks.stream().filter(stack -> !stack.told()).count() + silent),
                preview.targets().stream()
                        .mapToInt(target -> target.settings().size())
                        .sum());
    }

    private static int count(List<ResourceDiff> resources, Sign sign) {
        return (int)
                resources.stream().filter(resource -> resource.sign() == sign).count();
    }

    /** Returns the numbers that are not zero, in words: {@code 3 to add, 1 to replace, 2 settings}. */
    public String words() {
        List<String> parts = new ArrayList<>();
        part(parts, added, "to add");
        part(parts, changed, "to change");
        part(parts, replaced, "to replace");
        part(parts, removed, "to remove");
        part(parts, settings, settings == 1 ? "setting" : "settings");
        part(parts, later, later == 1 ? "stack known later" : "stacks known later");
        part(parts, failed, "that cannot be told");
        return parts.isEmpty() ? "no changes" : parts.stream().collect(Collectors.joining(", "));
    }

    private static void part(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
