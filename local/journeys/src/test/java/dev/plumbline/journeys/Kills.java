package dev.plumbline.journeys;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** After which of the requests that an undisturbed run makes a function is killed. */
final class Kills {

    private Kills() {}

    /** Returns every request in the campaign, else a sample that the seed chooses. */
    static List<Integer> of(int requests, int sample, long seed) {
        IntStream all = IntStream.rangeClosed(1, requests);
        return Boolean.getBoolean("plumbline.campaign")
                ? all.boxed().toList()
                : new Random(seed)
                        .ints(1, requests + 1)
                        .distinct()
                        .limit(sample)
                        .boxed()
                        .toList();
    }
}
