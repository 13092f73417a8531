package dev.tandem.domain;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * To which hosts a download may take the number's token. Meta's own, by https; and where the number's Graph API is, by the
 * very scheme and port of that. Pure, thread-safe.
 *
 * @param patterns host names, or {@code *.example.com} for every host below one
 */
public record MediaHosts(List<String> patterns) {

    public MediaHosts {
        patterns = patterns.stream()
                .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Whether the token may go there.
     *
     * @param graphUrl base URL of the number's Graph API
     */
    public boolean mayCarryToken(URI url, String graphUrl) {
        String host = url.getHost();
        if (host == null || url.getScheme() == null || url.getRawUserInfo() != null) {
            return false;
        }
        return sameOrigin(url, URI.create(graphUrl)) || (isHttps(url) && isListed(host.toLowerCase(Locale.ROOT)));
    }

    private static boolean sameOrigin(URI url, URI graph) {
        return url.getScheme().equalsIgnoreCase(graph.getScheme())
                && url.getHost().equalsIgnoreCase(graph.getHost())
                && port(url) == port(graph);
    }

    private static boolean isHttps(URI url) {
        return url.getScheme().equalsIgnoreCase("https") && port(url) == 443;
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private boolean isListed(String host) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.startsWith("*.")
                        ? host.endsWith(pattern.substring(1)) && host.length() >= pattern.length()
                        : host.equals(pattern));
    }
}
