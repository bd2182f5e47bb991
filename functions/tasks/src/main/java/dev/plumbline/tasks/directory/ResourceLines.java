package dev.plumbline.tasks.directory;

import dev.plumbline.estate.Blueprint;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the lines of a template on which its resources begin, in YAML and in JSON. */
final class ResourceLines {

    private static final Pattern KEY = Pattern.compile("^\\s+\"?([A-Za-z0-9]+)\"?\\s*:.*");
    private static final Pattern RESOURCES = Pattern.compile("^\\s*\"?Resources\"?\\s*:.*");

    private ResourceLines() {}

    static SortedMap<String, String> of(Blueprint blueprint) {
        TreeMap<String, String> places = new TreeMap<>();
        List<String> lines = blueprint.template().text().lines().toList();
        boolean inside = false;
        for (int index = 0; index < lines.size(); index++) {
            inside = inside || RESOURCES.matcher(lines.get(index)).matches();
            Matcher key = KEY.matcher(lines.get(index));
            if (inside && key.matches() && blueprint.resources().containsKey(key.group(1))) {
                places.putIfAbsent(key.group(1), blueprint.file() + ":" + (index + 1));
            }
        }
        return places;
    }
}
