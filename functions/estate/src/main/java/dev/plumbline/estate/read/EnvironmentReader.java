package dev.plumbline.estate.read;

import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.Timing;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the files of the environments. Something stands in for what is wrong, so that everything else is looked at too.
 */
final class EnvironmentReader {

    /** Stands in for an account that is missing or wrong. */
    private static final String NO_ACCOUNT = "000000000000";

    private static final int MOST_STACKS = 1_000;

    private final RootFile root;
    private final StackReader stacks;
    private final Problems problems;
    private final Map<String, Position> accounts = new HashMap<>();

    EnvironmentReader(RootFile root, BlueprintSource blueprints, Problems problems) {
        this.root = root;
        this.stacks = new StackReader(root, blueprints, problems);
        this.problems = problems;
    }

    /** Returns what the file of an environment says; everything that is wrong is reported. */
    Environment read(String name, Node.Entries document) {
        Fields fields = new Fields(document, "an environment", problems);
        fields.requireText("environment", "the name of the file, " + name).ifPresent(stated -> named(stated, name));
        String account = account(fields);
        Integer wave = root.waves().get(name);
        if (wave == null) {
            problems.add(
                    document.position(),
                    ProblemCode.ENVIRONMENT_WITHOUT_WAVE,
                    "the environment " + name + " is in no wave",
                    "add it to waves in " + RootFile.PATH);
        }
        List<String> regions = regions(fields);
        Settings settings = SettingRules.read(fields, problems).within(root.settings());
        Policies policies = PolicyRules.ofEnvironment(fields, problems).within(root.policies());
        Timing reconcile = ScheduleRules.ofEnvironment(fields, problems).reconcileWithin(root.schedules());
        FindingRules findings = FindingRules.read(fields, problems);
        Patching patching = PatchingRules.read(fields, problems).within(root.patching());
        SortedMap<String, String> tags = new TreeMap<>(root.tags());
        tags.putAll(TagReader.read(fields, problems));
        StackReader.Around around = new StackReader.Around(wave == null ? 1 : wave, regions, tags, policies, patching);
        SortedMap<String, StackDeclaration> declared = stacks(fields, around);
        fields.finish();
        return new Environment(
                name,
                account,
                around.wave(),
                regions,
                settings,
                policies,
                reconcile,
                findings.within(root.findings(), name),
                declared,
                document.position());
    }

    private void named(Node.Scalar stated, String name) {
        if (!stated.text().equals(name)) {
            problems.add(
                    stated.position(),
                    ProblemCode.ENVIRONMENT_NAME_DIFFERS,
                    "the environment is called " + stated.text() + " in a file for " + name,
                    "name the file environments/" + stated.text() + ".yaml, or write environment: " + name);
        }
    }

    private String account(Fields fields) {
        Optional<Node> account = fields.require("account", "the id of its AWS account, in quotes");
        if (account.isEmpty()) {
            return NO_ACCOUNT;
        }
        if (!(account.get() instanceof Node.Scalar id)
                || !id.isText()
                || !Names.ACCOUNT.matcher(id.text()).matches()) {
            problems.add(
                    account.get().position(),
                    ProblemCode.WRONG_ACCOUNT,
                    "an account id is a text of twelve digits",
                    "in quotes, such as \"111111111111\": without them a leading zero is lost");
            return NO_ACCOUNT;
        }
        Position first = accounts.putIfAbsent(id.text(), id.position());
        if (first != null) {
            problems.add(
                    id.position(),
                    ProblemCode.ACCOUNT_USED_TWICE,
                    "the account " + id.text() + " belongs to another environment",
                    "see " + first);
        }
        return id.text();
    }

    private List<String> regions(Fields fields) {
        boolean own = fields.take("regions").isPresent();
        List<String> regions = own ? Regions.read(fields, "regions", problems) : root.regions();
        if (regions.isEmpty()) {
            problems.add(
                    fields.position(),
                    ProblemCode.NO_REGION,
                    "the environment has no region",
                    "add regions here, or to the defaults in " + RootFile.PATH);
        }
        return regions;
    }

    private SortedMap<String, StackDeclaration> stacks(Fields fields, StackReader.Around around) {
        SortedMap<String, StackDeclaration> declared = new TreeMap<>();
        Optional<Node.Entries> mapping = fields.mapping("stacks");
        if (mapping.isEmpty()) {
            return declared;
        }
        if (mapping.get().all().size() > MOST_STACKS) {
            problems.add(
                    mapping.get().position(),
                    ProblemCode.TOO_LARGE,
                    "the environment has " + mapping.get().all().size() + " stacks",
                    "at most " + MOST_STACKS);
            return declared;
        }
        for (Node.Entry entry : mapping.get().all().values()) {
            stacks.read(entry, around).ifPresent(stack -> declared.put(stack.name(), stack));
        }
        return declared;
    }
}
