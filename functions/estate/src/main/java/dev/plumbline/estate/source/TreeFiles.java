package dev.plumbline.estate.source;

import dev.plumbline.failure.Invalid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Reads the wanted files of one tree. Whatever is not a plain file or folder with a plain name is refused by name. */
final class TreeFiles {

    private static final String MANIFEST = "plumbline.yaml";
    private static final Set<String> WANTED = Set.of(MANIFEST, "environments", "blueprints");

    private final ObjectReader reader;
    private final ReadLimits limits;
    private final Map<String, byte[]> files = new TreeMap<>();
    private int entries;
    private long bytes;

    private TreeFiles(ObjectReader reader, ReadLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /**
     * Returns the content of the wanted files by path.
     *
     * @throws Invalid when the tree holds something that is refused
     */
    static Map<String, byte[]> read(ObjectReader reader, ObjectId tree, ReadLimits limits) throws IOException {
        TreeFiles files = new TreeFiles(reader, limits);
        files.walk(tree);
        return files.files;
    }

    private void walk(ObjectId tree) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                if (walk.getDepth() > 0 || WANTED.contains(walk.getPathString())) {
                    visit(walk);
                }
            }
        }
    }

    private void visit(TreeWalk walk) throws IOException {
        String path = path(walk);
        if (++entries > limits.entries()) {
            throw new Invalid(path + ": more than " + limits.entries() + " files and folders");
        }
        FileMode mode = walk.getFileMode();
        boolean mustBeFolder = walk.getDepth() == 0 && !path.equals(MANIFEST);
        if (mode.equals(FileMode.TREE) && !path.equals(MANIFEST)) {
            enter(walk, path);
        } else if ((mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE)) && !mustBeFolder) {
            if (files.put(path, content(walk.getObjectId(0), path)) != null) {
                throw new Invalid(path + ": there twice");
            }
        } else {
            throw new Invalid(path + ": " + kind(mode) + (mustBeFolder ? " where a folder" : " where a plain file")
                    + " is expected; links and submodules are never followed");
        }
    }

    private void enter(TreeWalk walk, String path) throws IOException {
        if (walk.getDepth() >= limits.depth()) {
            throw new Invalid(path + ": more than " + limits.depth() + " folders inside each other");
        }
        walk.enterSubtree();
    }

    private byte[] content(ObjectId id, String path) throws IOException {
        try {
            ObjectLoader blob = reader.open(id, Constants.OBJ_BLOB);
            if (blob.getSize() > limits.fileBytes()) {
                throw tooLarge(path);
            }
            bytes += blob.getSize();
            if (bytes > limits.totalBytes()) {
                throw new Invalid(path + ": all files together are larger than " + limits.totalBytes() + " bytes");
            }
            return blob.getBytes(limits.fileBytes());
        } catch (MissingObjectException e) {
            // The fetch leaves out what is larger than the limit.
            throw tooLarge(path);
        }
    }

    private Invalid tooLarge(String path) {
        return new Invalid(path + ": larger than " + limits.fileBytes() + " bytes");
    }

    private static String kind(FileMode mode) {
        if (mode.equals(FileMode.SYMLINK)) {
            return "a symbolic link";
        }
        return mode.equals(FileMode.GITLINK) ? "a submodule" : mode.equals(FileMode.TREE) ? "a folder" : "a file";
    }

    private static String path(TreeWalk walk) {
        String path;
        try {
            path = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(walk.getRawPath()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Invalid(shown(walk.getPathString()) + ": a name that is not UTF-8", e);
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.equalsIgnoreCase(".git")) {
                throw new Invalid(shown(path) + ": a name that is refused");
            }
        }
        if (path.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\' || c == ':')) {
            throw new Invalid(shown(path) + ": a name with a control character, a colon or a backslash");
        }
        return path;
    }

    private static String shown(String path) {
        StringBuilder text = new StringBuilder();
        path.codePoints().forEach(c -> {
            if (c >= ' ' && c < 0x7f) {
                text.appendCodePoint(c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        return text.toString();
    }
}
