package dev.plumbline.estate.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Version;
import java.util.Map;
import java.util.TreeMap;

/** Sets of blueprints for tests. */
final class BlueprintSets {

    private BlueprintSets() {}

    /** Returns a set in which a topic has the given versions. */
    static Blueprints versions(String... versions) {
        Map<String, byte[]> templates = new TreeMap<>();
        for (String version : versions) {
            templates.put("topic/" + version, "Resources: { Topic: { Type: AWS::SNS::Topic } }".getBytes(UTF_8));
        }
        return Blueprints.of(templates);
    }

    /** Returns a version. */
    static Version version(String text) {
        return Version.parse(text).orElseThrow();
    }
}
