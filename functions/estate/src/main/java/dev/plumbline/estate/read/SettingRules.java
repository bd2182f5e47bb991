package dev.plumbline.estate.read;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The settings that one place states.
 *
 * @param stated settings by key
 * @param unmanaged keys that the place takes out of the hands of Plumbline
 */
record SettingRules(SortedMap<String, Setting> stated, Set<String> unmanaged) {

    /** States nothing. */
    static final SettingRules NONE = new SettingRules(new TreeMap<>(), Set.of());

    private static final String UNMANAGED = "unmanaged";

    /** The settings that are in force or not Plumbline's; each has one value. */
    private static final Map<String, Setting> WITH_ONE_VALUE = Stream.of(
                    new Setting.DefaultSecurityGroupClosed(),
                    new Setting.StrictPasswordPolicy(),
                    new Setting.S3PublicAccessBlock(),
                    new Setting.GuardDutyEnabled(),
                    new Setting.GuardDutyMembers())
            .collect(toMap(Setting::key, setting -> setting));

    private static final List<String> KEYS = Stream.concat(
                    Stream.of(Setting.EbsEncryptionByDefault.KEY), WITH_ONE_VALUE.keySet().stream())
            .sorted()
            .toList();

    /** Reads the key {@code settings} of the defaults or of an environment. */
    static SettingRules read(Fields of, Problems problems) {
        Optional<Node.Entries> mapping = of.mapping("settings");
        if (mapping.isEmpty()) {
            return NONE;
        }
        SortedMap<String, Setting> stated = new TreeMap<>();
        Set<String> unmanaged = new TreeSet<>();
        for (Map.Entry<String, Node.Entry> entry : mapping.get().all().entrySet()) {
            String key = entry.getKey();
            Node value = entry.getValue().value();
            if (!KEYS.contains(key)) {
                problems.add(
                        entry.getValue().key().position(),
                        ProblemCode.UNKNOWN_SETTING,
                        "there is no setting " + key,
                        Suggestion.hint(key, KEYS));
            } else if (value instanceof Node.Scalar word && word.text().equals(UNMANAGED)) {
                unmanaged.add(key);
            } else {
                setting(key, value, problems).ifPresent(setting -> stated.put(key, setting));
            }
        }
        return new SettingRules(stated, unmanaged);
    }

    /** Returns these settings, completed by those around them. */
    Settings within(SettingRules around) {
        SortedMap<String, Setting> all = new TreeMap<>(around.stated());
        all.keySet().removeAll(unmanaged);
        all.putAll(stated);
        return new Settings(List.copyOf(all.values()));
    }

    private static Optional<Setting> setting(String key, Node value, Problems problems) {
        if (key.equals(Setting.EbsEncryptionByDefault.KEY)) {
            if (value instanceof Node.Scalar scalar && scalar.isBoolean()) {
                return Optional.of(
                        new Setting.EbsEncryptionByDefault(scalar.text().equals("true")));
            }
            return wrong(key, value, "true, false or unmanaged", problems);
        }
        Setting wanted = requireNonNull(WITH_ONE_VALUE.get(key), "no setting of that key");
        if (value instanceof Node.Scalar scalar && scalar.text().equals(wanted.value())) {
            return Optional.of(wanted);
        }
        return wrong(key, value, wanted.value() + " or unmanaged", problems);
    }

    private static Optional<Setting> wrong(String key, Node value, String allowed, Problems problems) {
        problems.add(
                value.position(),
                ProblemCode.WRONG_VALUE,
                key + " is " + allowed + ", not "
                        + (value instanceof Node.Scalar scalar && !scalar.isNull()
                                ? scalar.text()
                                : value.described()));
        return Optional.empty();
    }
}
