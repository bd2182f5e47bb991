package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tags, as services tell them beside what carries them. */
final class ResourceTags {

    private ResourceTags() {}

    /** The tags of something of EC2. */
    static SortedMap<String, String> of(Answer resource) {
        return of(resource, "tagSet", "key", "value");
    }

    static SortedMap<String, String> of(Answer resource, String list, String key, String value) {
        TreeMap<String, String> tags = new TreeMap<>();
        resource.items(list).forEach(tag -> tags.put(tag.text(key), tag.text(value)));
        return tags;
    }
}
