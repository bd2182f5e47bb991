package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The project on this machine, built: what the local default is made from.
 *
 * @param root the project's top folder
 */
public record Checkout(Path root) {

    /** Checks that the folder is the project's. */
    public Checkout {
        root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
        if (!Files.exists(root.resolve("template.yaml"))) {
            throw new Problem(
                    root + " is not a checkout of Plumbline: there is no template.yaml",
                    "Run ./plumbline in the checkout.");
        }
    }

    /** The checkout that this program was started from. */
    public static Checkout current() {
        return new Checkout(Path.of(System.getProperty("plumbline.root", "")));
    }

    Path template() {
        return root.resolve("template.yaml");
    }

    Path bootstrap(String name) {
        return root.resolve("bootstrap").resolve(name);
    }

    /** The estate that {@code up} pushes first. */
    public Path exampleEstate() {
        return root.resolve("examples/live");
    }

    /** A script of the example application's pipeline. */
    Path pipelineScript(String name) {
        return root.resolve("examples/app/ci").resolve(name);
    }

    Path emulatorPackages() {
        return root.resolve("local");
    }

    Path hook() {
        return root.resolve("local/hooks/post_receive.py");
    }

    Path tools() {
        return root.resolve(".ci/gates/tools.py");
    }

    Path hostJar() {
        return built("local/host/target/plumbline-local-host.jar");
    }

    /** Everything that a deployment of the control plane is made from. */
    List<Path> controlPlane() {
        return List.of(
                template(),
                root.resolve("statemachines/reconcile.asl.json"),
                root.resolve("statemachines/reconcile-target.asl.json"),
                built("functions/tasks/target/plumbline-tasks.zip"),
                built("functions/webhook/target/plumbline-webhook.zip"),
                manifestsFunction());
    }

    /** The function that a cluster has beside it; the accounts' stacks take it from the hub's bucket. */
    Path manifestsFunction() {
        return built("functions/cluster/target/plumbline-cluster.zip");
    }

    private Path built(String path) {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            throw new Problem(
                    file + " has not been built", "Build it with `mvn -q -DskipTests package`, or start ./plumbline.");
        }
        return file;
    }
}
