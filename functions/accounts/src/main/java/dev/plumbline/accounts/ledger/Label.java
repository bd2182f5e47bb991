package dev.plumbline.accounts.ledger;

import java.util.Locale;

/** Spells the values of closed choices as the ledger holds them. */
final class Label {

    private Label() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E read(Class<E> kind, String label) {
        return Enum.valueOf(kind, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
