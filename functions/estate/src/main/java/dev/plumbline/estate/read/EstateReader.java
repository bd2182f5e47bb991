package dev.plumbline.estate.read;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Schedule;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.blueprint.TransformRules;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the files of a live repository as an estate. One pass finds everything that is wrong: what cannot be used is
 * reported, left out or stood in for, and reading goes on. Safe for use by several threads.
 */
public final class EstateReader {

    private static final String FOLDER = "environments/";
    private static final String ENDING = ".yaml";

    private final Blueprints builtIn;

    /** Creates a reader that knows a set of built-in blueprints. */
    public EstateReader(Blueprints builtIn) {
        this.builtIn = requireNonNull(builtIn, "builtIn is null");
    }

    /**
     * Returns the estate, or all that is wrong with the repository. Its templates may name the transforms that it lists
     * itself: this is for who does not know what is deployed, and deploys nothing.
     */
    public Reading read(SourceTree tree) {
        return read(tree, TransformRules.Listed::new);
    }

    /**
     * Returns the estate of a commit that is to be deployed, or all that is wrong with it.
     *
     * @param transforms the transforms that what is deployed allows
     */
    public Reading read(SourceTree tree, Set<String> transforms) {
        return read(tree, own -> new TransformRules.Judged(new TransformRules.Listed(own), transforms));
    }

    /** Returns the estate of a commit that is deployed: what a commit may do was judged before that. */
    public Reading readDeployed(SourceTree tree) {
        return read(tree, own -> new TransformRules.Any());
    }

    private Reading read(SourceTree tree, Function<Set<String>, TransformRules> transforms) {
        Problems problems = new Problems();
        SortedMap<String, String> files = environmentFiles(tree, problems);
        Optional<RootFile> root = root(tree, new TreeSet<>(files.keySet()), problems);
        Set<String> listed = root.map(RootFile::transforms).orElseGet(TreeSet::new);
        OwnBlueprints own = new OwnBlueprints(tree, transforms.apply(listed), problems);
        if (root.isEmpty()) {
            files.values().forEach(file -> document(tree, file, problems));
            return new Reading.Refused(problems.all());
        }
        BlueprintSource blueprints =
                new BlueprintSource(own, builtIn, root.get().pin().orElse(null), problems);
        EnvironmentReader reader = new EnvironmentReader(root.get(), blueprints, problems);
        SortedMap<String, Environment> environments = new TreeMap<>();
        SortedSet<String> broken = new TreeSet<>();
        files.forEach((name, file) -> document(tree, file, problems)
                .ifPresentOrElse(
                        document -> environments.put(name, reader.read(name, document)), () -> broken.add(name)));
        judgeDefaults(root.get(), blueprints, problems);
        new ReferenceChecks(environments, blueprints.used(), broken, problems).run();
        new NetworkChecks(environments, blueprints.used(), problems).run();
        return problems.isEmpty()
                ? new Reading.Valid(new Estate(
                        tree.commit(),
                        root.get().organization(),
                        root.get().concurrency(),
                        root.get().policies(),
                        root.get().transforms(),
                        Schedule.of(
                                root.get().schedules().reconcile(),
                                root.get().schedules().catchUp(),
                                environments.values()),
                        environments,
                        blueprints.used()))
                : new Reading.Refused(problems.all());
    }

    /** Returns the files of environments by name. */
    private static SortedMap<String, String> environmentFiles(SourceTree tree, Problems problems) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String path : tree.files().keySet()) {
            if (!path.startsWith(FOLDER)) {
                continue;
            }
            Position start = Position.startOf(path);
            if (path.endsWith(".yml") || path.endsWith(".json") || path.indexOf('/', FOLDER.length()) >= 0) {
                problems.add(
                        start,
                        ProblemCode.FILE_UNEXPECTED,
                        path + " is not read",
                        "environments are files " + FOLDER + "NAME" + ENDING);
            } else if (path.endsWith(ENDING)) {
                String name = path.substring(FOLDER.length(), path.length() - ENDING.length());
                if (Names.judge(new Node.Scalar(name, true, null, start), "an environment", problems)) {
                    files.put(name, path);
                }
            }
        }
        return files;
    }

    private Optional<RootFile> root(SourceTree tree, SortedSet<String> environments, Problems problems) {
        if (tree.file(RootFile.PATH).isEmpty()) {
            problems.add(
                    Position.startOf(RootFile.PATH),
                    ProblemCode.FILE_MISSING,
                    "there is no " + RootFile.PATH,
                    "it lies at the root of the live repository");
            return Optional.empty();
        }
        return document(tree, RootFile.PATH, problems)
                .map(document -> new RootReader(environments, builtIn.latest(), problems).read(document));
    }

    private static Optional<Node.Entries> document(SourceTree tree, String file, Problems problems) {
        return Documents.liveFile(file, tree.file(file).orElseThrow(), problems)
                .flatMap(document -> Fields.mapping(document, file, problems));
    }

    /** Defaults that nothing can take are a slip, also where no stack would have used them. */
    private static void judgeDefaults(RootFile root, BlueprintSource blueprints, Problems problems) {
        for (RootFile.ParameterDefaults defaults : root.parameters().values()) {
            Optional<Blueprint> blueprint = blueprints.look(defaults.blueprint());
            defaults.values().forEach((name, declared) -> {
                if (blueprint.isPresent() && !blueprint.get().parameters().containsKey(name)) {
                    StackReader.unknownParameter(blueprint.get(), name, declared.position(), problems);
                }
            });
        }
    }
}
