package dev.plumbline.local.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one invocation writes: to its function's log by whole lines, and the end of it kept for the caller, as Lambda's
 * LogResult.
 *
 * <p>What handlers print to System.out and System.err comes here too, from any thread that an invocation started.
 */
final class InvocationLog extends OutputStream implements LambdaLogger {

    private static final int TAIL_BYTES = 4096;

    private static final InheritableThreadLocal<InvocationLog> CURRENT = new InheritableThreadLocal<>();

    private final String function;
    private final FunctionLogs logs;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] tail = new byte[0];

    InvocationLog(String function, FunctionLogs logs) {
        this.function = function;
        this.logs = logs;
    }

    /** Sends what invocations print to their logs; whatever else prints keeps writing to the streams there are now. */
    static void captureStandardStreams() {
        System.setOut(new PrintStream(new Routed(System.out), true, UTF_8));
        System.setErr(new PrintStream(new Routed(System.err), true, UTF_8));
    }

    /** Makes this the log of the current thread and of the threads that it starts. */
    void attach() {
        CURRENT.set(this);
    }

    @Override
    public void log(String message) {
        log(message.getBytes(UTF_8));
    }

    @Override
    public synchronized void log(byte[] message) {
        write(message, 0, message.length);
        endLine();
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        line.write(bytes, offset, length);
        if (length > 0 && bytes[offset + length - 1] == '\n') {
            endLine();
        }
    }

    /** The last 4 KiB. */
    synchronized String tail() {
        endLine();
        return new String(tail, UTF_8);
    }

    private void endLine() {
        if (line.size() == 0) {
            return;
        }
        byte[] written = line.toByteArray();
        line.reset();
        if (written[written.length - 1] != '\n') {
            written = Arrays.copyOf(written, written.length + 1);
            written[written.length - 1] = '\n';
        }
        logs.append(function, written);
        byte[] all = Arrays.copyOf(tail, tail.length + written.length);
        System.arraycopy(written, 0, all, tail.length, written.length);
        tail = Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_BYTES), all.length);
    }

    private static final class Routed extends OutputStream {

        private final PrintStream elsewhere;

        Routed(PrintStream elsewhere) {
            this.elsewhere = elsewhere;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Optional.ofNullable(CURRENT.get())
                    .ifPresentOrElse(
                            log -> log.write(bytes, offset, length), () -> elsewhere.write(bytes, offset, length));
        }
    }
}
