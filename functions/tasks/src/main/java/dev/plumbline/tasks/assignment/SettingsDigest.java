package dev.plumbline.tasks.assignment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.plumbline.estate.Digests;
import dev.plumbline.estate.Settings;

/** What makes two sets of settings the same. */
public final class SettingsDigest {

    private SettingsDigest() {}

    /** Returns 64 lower-case hexadecimal digits. */
    public static String of(Settings settings) {
        String text = settings.all().stream()
                .map(setting -> setting.key() + "=" + setting.value() + "\n")
                .collect(joining());
        return Digests.sha256(text.getBytes(UTF_8));
    }
}
