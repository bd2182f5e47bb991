package dev.plumbline.estate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a target.
 *
 * @param all at most one of each kind, ordered by key
 */
public record Settings(List<Setting> all) {

    private static final Settings NONE = new Settings(List.of());

    /** Orders the settings and checks that no kind is there twice. */
    public Settings {
        all = all.stream().sorted(Comparator.comparing(Setting::key)).toList();
        if (all.stream().map(Setting::key).distinct().count() != all.size()) {
            throw new IllegalArgumentException("a setting is there twice: " + all);
        }
    }

    /** Returns no settings. */
    public static Settings none() {
        return NONE;
    }

    /** Returns the setting of a kind, or nothing where the estate does not manage it. */
    public <S extends Setting> Optional<S> find(Class<S> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** Whether there is nothing to apply. */
    public boolean isEmpty() {
        return all.isEmpty();
    }
}
