package dev.plumbline.estate.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/** Connections of one exchange that stay on the remote's host, count what they read and remember the last status. */
final class GuardedConnections implements HttpConnectionFactory {

    private final GitRemote remote;
    private final long wireBytes;
    private volatile int lastStatus;
    private volatile boolean overflowed;

    GuardedConnections(GitRemote remote, long wireBytes) {
        this.remote = remote;
        this.wireBytes = wireBytes;
    }

    /** The status of the last answer, or 0 when there was none. */
    int lastStatus() {
        return lastStatus;
    }

    /** Whether an answer was longer than allowed. */
    boolean overflowed() {
        return overflowed;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return new Guarded(checked(url), null);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return new Guarded(checked(url), proxy);
    }

    private URL checked(URL url) throws IOException {
        try {
            URI uri = url.toURI();
            if (remote.covers(uri)) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IOException("The Git server leads to something that is no URL", e);
        }
        throw new IOException("The Git server leads to another host");
    }

    private final class Guarded extends JDKHttpConnection {

        Guarded(URL url, @Nullable Proxy proxy) throws IOException {
            super(url, proxy == null ? Proxy.NO_PROXY : proxy);
            lastStatus = 0;
        }

        @Override
        public int getResponseCode() throws IOException {
            lastStatus = super.getResponseCode();
            return lastStatus;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream());
        }
    }

    private final class Counted extends FilterInputStream {

        private long left = wireBytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                overflowed = true;
                throw new IOException("The Git server's answer is too long");
            }
        }
    }
}
