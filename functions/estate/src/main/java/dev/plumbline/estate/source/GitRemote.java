package dev.plumbline.estate.source;

import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configured clone URL, proven harmless: https to an allowed host, or http to an allowed loopback host. It comes
 * from configuration only, never from a payload.
 *
 * @param uri the clone URL, without user information, query or fragment
 */
public record GitRemote(URI uri) {

    /** Checks that a URI is given; {@link #of} checks the rest. */
    public GitRemote {
        requireNonNull(uri, "uri is null");
    }

    /**
     * Checks a clone URL against the allow-list.
     *
     * @param url the configured clone URL
     * @param allowedHosts exact {@code host} or {@code host:port} entries; none allows nothing
     * @throws Stalled when the URL or its host is refused
     */
    public static GitRemote of(String url, Set<String> allowedHosts) {
        URI uri = parse(url);
        String scheme = lower(uri.getScheme());
        String host = lower(uri.getHost());
        if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
            throw refused("it is not an https URL");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("it carries user information, a query or a fragment; credentials belong in the secret");
        }
        if (!isAllowed(host, uri.getPort(), allowedHosts)) {
            throw refused("its host is not in PLUMBLINE_GIT_HOSTS");
        }
        if (scheme.equals("http") && !isLoopback(host)) {
            throw refused("http is for loopback hosts only; use https");
        }
        return new GitRemote(uri);
    }

    /**
     * Checks where the host's name leads right now, so that an allowed name cannot be pointed at the link-local
     * metadata services.
     *
     * @throws Stalled when an address is link-local, multicast or unspecified
     * @throws Retryable when the name cannot be resolved
     */
    void checkAddress() {
        try {
            for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
                if (address.isLinkLocalAddress()
                        || address.isAnyLocalAddress()
                        || address.isMulticastAddress()
                        || address.getHostAddress().equals("fd00:ec2:0:0:0:0:0:254")) {
                    throw refused("its host leads to an address that is no Git server's");
                }
            }
        } catch (UnknownHostException e) {
            throw new Retryable("The host of the live repository cannot be resolved", e);
        }
    }

    /** Returns whether a URL stays on this remote's scheme, host and port. */
    boolean covers(URI other) {
        return lower(uri.getScheme()).equals(lower(other.getScheme()))
                && lower(uri.getHost()).equals(lower(other.getHost()))
                && uri.getPort() == other.getPort();
    }

    private static URI parse(String url) {
        if (url.startsWith("-")) {
            throw refused("it begins with a dash");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new Stalled(refusal("it is not a URL"), e);
        }
    }

    private static boolean isAllowed(String host, int port, Set<String> allowedHosts) {
        return allowedHosts.stream()
                .map(GitRemote::lower)
                .anyMatch(entry -> entry.equals(host) || entry.equals(host + ":" + port));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    }

    private static Stalled refused(String why) {
        return new Stalled(refusal(why));
    }

    private static String refusal(String why) {
        return "The URL of the live repository is refused: " + why + ". Correct PLUMBLINE_REPOSITORY.";
    }
}
