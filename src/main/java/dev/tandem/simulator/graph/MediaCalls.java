package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.media.MediaFault;
import dev.tandem.simulator.media.MediaFile;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.server.RawAnswer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code POST /{version}/{phone_number_id}/media}, {@code GET} and {@code DELETE /{version}/{media_id}}, and the download that
 * a look-up names. Thread-safe.
 */
final class MediaCalls {
    /** Where downloads are, on the simulator's own port. */
    static final String DOWNLOAD = "/lookaside/{id}";

    private static final long MEGABYTE = 1L << 20;
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/webp");
    private static final Set<String> SOUNDS = Set.of("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg");
    private static final Set<String> FILMS = Set.of("video/mp4", "video/3gpp");

    private final Numbers numbers;
    private final MediaFiles files;

    MediaCalls(Numbers numbers, MediaFiles files) {
        this.numbers = numbers;
        this.files = files;
    }

    /** Whether an object id is that of a file, also of one that Meta has forgotten. */
    boolean knows(String id) {
        return files.find(id) != null;
    }

    ServerResponse upload(ServerRequest http) throws IOException {
        String id = http.pathVariable("id");
        SimulatedNumber number = numbers.byId(id);
        if (number == null) {
            return GraphErrors.unknownObject(id);
        }
        Tokens.check(number, authorization(http));
        HttpServletRequest form = http.servletRequest();
        if (!"whatsapp".equals(field(form, "messaging_product"))) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "the field messaging_product must be 'whatsapp'");
        }
        Part file = part(form, "file");
        if (file == null) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "the field file is required and must be a file");
        }
        String type = Objects.requireNonNullElse(field(form, "type"), String.valueOf(file.getContentType()));
        checkSize(type, file.getSize());
        MediaFile kept = files.add(id, type, file.getInputStream().readAllBytes(), Duration.ZERO, true);
        return answer(MetaJson.object().put("id", kept.id()));
    }

    private static void checkSize(String type, long size) {
        String bare = type.replaceFirst(";.*", "");
        boolean film = FILMS.contains(bare) || SOUNDS.contains(bare);
        boolean document = bare.startsWith("application/") || bare.equals("text/plain");
        if (!film && !document && !IMAGES.contains(bare)) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "no file of type " + type + " can be sent");
        }
        long most = (document ? 100 : film ? 16 : 5) * MEGABYTE;
        if (size > most || size == 0) {
            throw new MetaException(
                    MetaError.of(131053), "a file of type " + type + " must have 1 to " + most + " bytes");
        }
    }

    ServerResponse lookUp(ServerRequest http) {
        String id = http.pathVariable("id");
        MediaFile file = files.alive(id);
        SimulatedNumber number = file == null ? null : numbers.byId(file.phoneNumberId());
        boolean others = file != null
                && http.param("phone_number_id")
                        .filter(given -> !given.equals(file.phoneNumberId()))
                        .isPresent();
        if (file == null || number == null || others) {
            return GraphErrors.unknownObject(id);
        }
        Tokens.check(number, authorization(http));
        file.countLookUp();
        if (file.fault() == MediaFault.NOT_DOWNLOADABLE) {
            throw new MetaException(MetaError.of(131052), "the file could not be taken from the person's phone");
        }
        String own = http.uri()
                .resolve("/lookaside/" + id + "?hash=" + files.open(file))
                .toString();
        String url = file.fault() == MediaFault.FOREIGN_URL ? String.valueOf(file.target()) : own;
        return answer(MetaJson.object()
                .put("messaging_product", "whatsapp")
                .put("url", url)
                .put("mime_type", file.contentType())
                .put("sha256", file.sha256Hex())
                .put("file_size", file.size())
                .put("id", id));
    }

    ServerResponse delete(ServerRequest http) {
        String id = http.pathVariable("id");
        MediaFile file = files.alive(id);
        SimulatedNumber number = file == null ? null : numbers.byId(file.phoneNumberId());
        if (number == null) {
            return GraphErrors.unknownObject(id);
        }
        Tokens.check(number, authorization(http));
        files.delete(id);
        return answer(MetaJson.object().put("success", true));
    }

    ServerResponse download(ServerRequest http) {
        MediaFile file = files.at(http.pathVariable("id"), http.param("hash").orElse(""));
        SimulatedNumber number = file == null ? null : numbers.byId(file.phoneNumberId());
        if (file == null || number == null || file.fault() == MediaFault.DEAD_URL) {
            return plain(404, "Not Found");
        }
        Tokens.check(number, authorization(http));
        file.countDownload();
        return switch (file.fault()) {
            case DOWN -> plain(500, "Sorry, something went wrong");
            case REDIRECT ->
                ServerResponse.status(302)
                        .header("Location", String.valueOf(file.target()))
                        .build();
            default -> new RawAnswer(200, file.contentType(), file.served());
        };
    }

    private static RawAnswer plain(int status, String text) {
        return new RawAnswer(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private static RawAnswer answer(ObjectNode json) {
        return new RawAnswer(200, RawAnswer.JSON, MetaJson.write(json));
    }

    private static @Nullable String authorization(ServerRequest http) {
        return http.headers().firstHeader("Authorization");
    }

    private static @Nullable String field(HttpServletRequest form, String name) throws IOException {
        Part part = part(form, name);
        return part == null ? null : new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static @Nullable Part part(HttpServletRequest form, String name) throws IOException {
        try {
            return form.getPart(name);
        } catch (ServletException noForm) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "the body must be multipart/form-data");
        }
    }
}
