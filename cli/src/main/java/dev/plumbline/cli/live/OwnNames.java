package dev.plumbline.cli.live;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.cli.Problem;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What takes the place of the names in the estate to copy, in its values and in its comments alike.
 *
 * @param organization name of the organisation
 * @param organizationId its id in AWS Organizations
 * @param domain its domain
 * @param region the region of all environments
 * @param accounts account ids by environment
 */
public record OwnNames(
        String organization, String organizationId, String domain, String region, Map<String, String> accounts) {

    private static final String EXAMPLE_ORGANIZATION_ID = "o-plumbline01";
    private static final String EXAMPLE_DOMAIN = "acme.example";
    private static final List<String> BUCKETS = List.of("-audit-trail", "-audit-config");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** Checks that nothing is missing. */
    public OwnNames {
        requireNonNull(organization, "organization is null");
        requireNonNull(organizationId, "organizationId is null");
        requireNonNull(domain, "domain is null");
        requireNonNull(region, "region is null");
        accounts = Map.copyOf(accounts);
    }

    /**
     * Returns what to write for each text of an estate.
     *
     * @throws Problem where an environment of the estate has no account here, an account has no environment there, or
     *     Plumbline does not run in the region
     */
    public Rewriting in(Estate estate) {
        SortedMap<String, String> example = new TreeMap<>();
        for (Environment environment : estate.environments().values()) {
            example.put(environment.name(), environment.account());
        }
        List<String> missing = example.keySet().stream()
                .filter(name -> !accounts.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new Problem(
                    "there is no account for " + String.join(", ", missing),
                    "Say "
                            + missing.stream()
                                    .map(name -> "--account " + name + "=ID")
                                    .collect(joining(" ")) + ".");
        }
        accounts.forEach((name, id) -> check(name, id, example));
        Partition partition = Partition.of(region);
        if (!partition.isSupported()) {
            throw new Problem(
                    region + " is in the partition " + partition.id() + ", in which Plumbline does not run",
                    "Choose a region of AWS's standard partition, such as eu-west-1.");
        }
        Map<String, String> words = new TreeMap<>();
        example.forEach((name, id) -> words.put(id, requireNonNull(accounts.get(name))));
        words.put(estate.organization(), organization);
        words.put(EXAMPLE_ORGANIZATION_ID, organizationId);
        words.put(EXAMPLE_DOMAIN, domain);
        // Nobody else in the world may have a bucket of that name.
        BUCKETS.forEach(bucket -> words.put(estate.organization() + bucket, organization + bucket));
        estate.environments().values().stream()
                .flatMap(environment -> environment.regions().stream())
                .forEach(any -> words.put(any, region));
        return new Rewriting(words);
    }

    private static void check(String name, String id, Map<String, String> example) {
        if (!example.containsKey(name)) {
            throw new Problem(
                    "there is no environment " + name + " to copy",
                    "There are " + String.join(", ", example.keySet()) + ".");
        }
        if (!ACCOUNT.matcher(id).matches()) {
            throw new Problem("the account of " + name + " is not a number of twelve digits: " + id, "Say it whole.");
        }
    }

    /**
     * Words, and what takes their place; a word stands alone, not inside another.
     *
     * @param words the new by the old ones
     */
    public record Rewriting(Map<String, String> words) {

        /** Copies the words. */
        public Rewriting {
            words = Map.copyOf(words);
        }

        /** Returns the text with all words replaced at once, so that none replaces another's replacement. */
        public String of(String text) {
            List<String> longestFirst = new ArrayList<>(words.keySet());
            longestFirst.sort((one, other) -> other.length() - one.length());
            String any = longestFirst.stream().map(Pattern::quote).collect(joining("|"));
            return Pattern.compile("(?<![\\w-])(" + any + ")(?![\\w-])")
                    .matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(requireNonNull(words.get(found.group()))));
        }
    }
}
