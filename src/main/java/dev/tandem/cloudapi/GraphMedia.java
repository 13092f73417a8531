package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.MediaHosts;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Sha256;
import dev.tandem.media.MediaFault;
import dev.tandem.media.MediaSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Media at Meta: {@code GET /{media_id}}, the download it names, and {@code POST /{phone_number_id}/media}. The token goes
 * with a download only to hosts that are allowed, and never along a redirect. Thread-safe; waits for the network.
 *
 * <p>Source: Meta, Cloud API, Media.
 */
public final class GraphMedia implements MediaSource {

    private static final Logger LOG = LoggerFactory.getLogger(GraphMedia.class);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofMinutes(5);

    private static final int NOT_DOWNLOADABLE = 131052;
    private static final int NOT_UPLOADABLE = 131053;
    private static final int OBJECT_OR_PARAMETER = 100;

    private final GraphClient graph;
    private final MediaHosts hosts;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public GraphMedia(GraphClient graph, MediaHosts hosts) {
        this.graph = graph;
        this.hosts = hosts;
    }

    @Override
    public Address lookUp(BusinessNumber number, String mediaId) throws MediaFault {
        JsonNode answer;
        try {
            // The number guards against ids of others.
            answer = graph.get(number, "/" + segment(mediaId) + "?phone_number_id=" + number.phoneNumberId());
        } catch (GraphRefusal refusal) {
            throw refusal.code() == NOT_DOWNLOADABLE
                    ? MediaFault.lasting(
                            new Cause(Reason.MEDIA_NOT_DOWNLOADABLE, refusal.getMessage() + ' ' + again(), null))
                    : MediaFault.passing(meta(String.valueOf(refusal.getMessage()), refusal.code()));
        } catch (IOException e) {
            throw unreachable(e.getMessage());
        }
        String url = answer.path("url").asText("");
        if (url.isEmpty()) {
            throw MediaFault.passing(meta("Meta's look-up of the file has no address in it.", 0));
        }
        return new Address(
                url,
                answer.path("mime_type").asText(null),
                Sha256.hex(answer.path("sha256").asText(null)).orElse(null),
                answer.hasNonNull("file_size") ? answer.path("file_size").asLong() : null);
    }

    private static String again() {
        return Reason.MEDIA_NOT_DOWNLOADABLE.advice();
    }

    @Override
    public Download download(BusinessNumber number, Address address, Path into) throws MediaFault {
        URI url = allowed(number, address.url());
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + number.accessToken())
                .build();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream bytes = answer.body()) {
                // The request's own timeout ends with the headers; a body that never ends must not hold us up for ever.
                var unused = end.orTimeout(WHOLE.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((done, late) -> closeWhen(late != null, bytes));
                check(answer);
                return DownloadedFile.write(bytes, into, address.size());
            }
        } catch (IOException e) {
            throw unreachable("The download broke off (" + e.getClass().getSimpleName() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("The engine stopped while it was downloaded.");
        } finally {
            end.complete(null);
        }
    }

    private static void closeWhen(boolean late, InputStream bytes) {
        if (late) {
            try {
                bytes.close();
            } catch (IOException e) {
                LOG.debug("A download that took too long could not be broken off", e);
            }
        }
    }

    private URI allowed(BusinessNumber number, String address) throws MediaFault {
        URI url;
        try {
            url = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw MediaFault.passing(meta("Meta's look-up names something that is no address.", 0));
        }
        if (!hosts.mayCarryToken(url, number.graphUrl())) {
            throw MediaFault.passing(meta(
                    "Meta's look-up names the host " + url.getHost()
                            + ", to which the token must not go. Is it one of Meta's, add it to tandem.media.allowed-hosts.",
                    0));
        }
        return url;
    }

    private static void check(HttpResponse<?> answer) throws MediaFault {
        int status = answer.statusCode();
        if (status == 404 || status == 403 || status == 410) {
            throw MediaFault.deadUrl(meta("The address of the file was dead (" + status + ").", 0));
        }
        if (status >= 300 && status < 400) {
            String host = answer.headers()
                    .firstValue("Location")
                    .map(GraphMedia::hostOf)
                    .orElse("nowhere");
            throw MediaFault.passing(
                    meta("The download leads on to " + host + ", where the token is not taken along.", 0));
        }
        if (status != 200) {
            throw MediaFault.passing(meta("The download was answered with " + status + ".", 0));
        }
    }

    private static String hostOf(String location) {
        try {
            return String.valueOf(URI.create(location).getHost());
        } catch (IllegalArgumentException e) {
            return "something that is no address";
        }
    }

    @Override
    public String upload(BusinessNumber number, Path file, String contentType, String fileName) throws MediaFault {
        JsonNode answer;
        try {
            MultipartFile body = new MultipartFile(file, contentType, fileName);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(number.graphUrl() + "/" + number.phoneNumberId() + "/media"))
                    .timeout(WHOLE)
                    .header("Authorization", "Bearer " + number.accessToken())
                    .header("Content-Type", body.contentType())
                    .POST(body.publisher())
                    .build();
            HttpResponse<String> sent = http.send(request, HttpResponse.BodyHandlers.ofString());
            answer = GraphClient.read(sent.statusCode(), TokenCover.without(number.accessToken(), sent.body()));
        } catch (GraphRefusal refusal) {
            String words = String.valueOf(refusal.getMessage());
            boolean lasting = refusal.code() == NOT_UPLOADABLE || refusal.code() == OBJECT_OR_PARAMETER;
            throw lasting
                    ? MediaFault.lasting(new Cause(Reason.MEDIA_REFUSED, words, null))
                    : MediaFault.passing(meta(words, refusal.code()));
        } catch (IOException e) {
            throw unreachable("The upload broke off (" + e.getClass().getSimpleName() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("The engine stopped while it was uploaded.");
        }
        String id = answer.path("id").asText("");
        if (id.isEmpty()) {
            throw MediaFault.passing(meta("Meta answered the upload without an id.", 0));
        }
        return id;
    }

    private static Cause meta(String words, int code) {
        return new Cause(Reason.CLOUD_API, words, code == 0 ? null : code);
    }

    private static MediaFault unreachable(@Nullable String words) {
        return MediaFault.passing(Cause.of(Reason.CLOUD_UNREACHABLE, String.valueOf(words)));
    }

    private static String segment(String mediaId) {
        return URLEncoder.encode(mediaId, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
