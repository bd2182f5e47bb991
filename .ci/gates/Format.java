import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks or writes the format of every Java file below a folder: {@code Format.java check|write FOLDER}. */
final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(true)
            .build());

    private Format() {}

    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        int wrong = 0;
        for (Path file : javaFiles(Path.of(arguments[1]))) {
            String is = Files.readString(file);
            String shouldBe = formatted(file, is);
            if (is.equals(shouldBe)) {
                continue;
            }
            if (write) {
                Files.writeString(file, shouldBe);
                System.out.println("formatted " + file);
            } else {
                System.err.println("not formatted: " + file);
                wrong++;
            }
        }
        if (wrong > 0) {
            System.err.println(wrong + " file(s) not formatted; write the format with"
                    + " mvn -q -B -pl .ci/gates -Pformat process-sources");
            System.exit(1);
        }
    }

    private static String formatted(Path file, String source) {
        try {
            String ordered = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.PALANTIR);
            return FORMATTER.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
        } catch (FormatterException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }
}
