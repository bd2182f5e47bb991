package dev.plumbline.estate.source;

import dev.plumbline.estate.SourceTree;
import dev.plumbline.failure.Invalid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The files of a live repository that were never committed, packed as one document. */
public final class SourceBundle {

    private SourceBundle() {}

    /** Packs the files of a tree. The same files give the same bytes. */
    public static byte[] pack(SourceTree tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : tree.files().entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Unpacks what was packed. The files are only ever held in memory, under the names that they were packed with.
     *
     * @param commit what to call the tree
     * @throws Invalid where it is no such document, or holds more than the limits allow
     */
    public static SourceTree unpack(byte[] bundle, String commit, ReadLimits limits) {
        Map<String, byte[]> files = new TreeMap<>();
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes(limits.fileBytes() + 1);
                total += content.length;
                if (content.length > limits.fileBytes()
                        || total > limits.totalBytes()
                        || files.size() >= limits.entries()) {
                    throw new Invalid("The files are more or larger than any live repository's");
                }
                files.put(entry.getName(), content);
            }
        } catch (IOException e) {
            throw new Invalid("The files to plan cannot be unpacked", e);
        }
        return SourceTree.of(commit, files);
    }
}
