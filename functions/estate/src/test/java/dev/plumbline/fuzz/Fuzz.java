package dev.plumbline.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How much is tried, by which seed, and what becomes of an input that fails. A sample of one seed is part of every
 * build; {@code mvn verify -Pcampaign} tries far more, {@code -Dplumbline.mutations} says how many of each input, and
 * {@code -Dplumbline.seed} begins elsewhere.
 */
public final class Fuzz {

    /** Where it begins. */
    public static final long SEED = Long.getLong("plumbline.seed", 20261201L);

    private static final int CAMPAIGN = 200;

    private Fuzz() {}

    /**
     * Returns how many mutations of an input are tried.
     *
     * @param sample how many in each build
     */
    public static int mutations(int sample) {
        return Integer.getInteger(
                "plumbline.mutations", Boolean.getBoolean("plumbline.campaign") ? sample * CAMPAIGN : sample);
    }

    /** Returns what chooses the mutations of an input, always the same. */
    public static Random random(String input) {
        return new Random(SEED + input.hashCode());
    }

    /** Returns the files of one of the module's corpora in their order. */
    public static List<Path> corpus(String name) {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", name))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Keeps an input that failed under {@code target/fuzz}: once what it found is mended, it belongs into the corpus.
     *
     * @return what to say of it
     */
    public static String keep(String input, int mutation, byte[] content) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            Path file = folder.resolve(SEED + "-" + mutation + "-" + input.replaceAll("[^A-Za-z0-9.-]+", "-"));
            Files.write(file, content);
            return "mutation %d of %s, seed %d, kept in %s".formatted(mutation, input, SEED, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
