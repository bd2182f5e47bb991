package dev.plumbline.estate.source;

/**
 * What a live repository may at most hold. The wire is limited too, for servers that cannot leave large files out.
 *
 * @param entries files and folders in what is read
 * @param fileBytes bytes of one file
 * @param totalBytes bytes of all files that are read
 * @param depth folders inside each other
 * @param wireBytes bytes of one answer of the Git server
 */
public record ReadLimits(int entries, int fileBytes, long totalBytes, int depth, long wireBytes) {

    /** Generous for an estate of a thousand accounts; a template of CloudFormation is at most 1 MiB anyway. */
    public static final ReadLimits STANDARD = new ReadLimits(10_000, 1 << 20, 64L << 20, 16, 64L << 20);

    /** Checks that every limit is positive. */
    public ReadLimits {
        if (entries < 1 || fileBytes < 1 || totalBytes < 1 || depth < 1 || wireBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
