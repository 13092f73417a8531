package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.media.MediaFault;
import dev.tandem.simulator.media.MediaFile;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Gives messages real files, shows what Meta has, and breaks it. */
final class MediaControl {
    private static final Map<String, String> USUAL_TYPES = Map.of(
            "image", "image/jpeg",
            "video", "video/mp4",
            "audio", "audio/ogg; codecs=opus",
            "document", "application/pdf",
            "sticker", "image/webp");

    private final MediaFiles files;
    private final Lookup lookup;

    MediaControl(MediaFiles files, Lookup lookup) {
        this.files = files;
        this.lookup = lookup;
    }

    /**
     * A message whose file has {@code bytes} (Base64) in place of an id gets a file at Meta, and in its place id, type and
     * checksum as Meta's webhook has them. {@code fault} and {@code target} beside the bytes break it from the start.
     *
     * @param age how long ago the message was written
     */
    void fill(SimulatedNumber number, ObjectNode message, Duration age) {
        String type = message.path("type").asText();
        if (!USUAL_TYPES.containsKey(type)
                || !(message.path(type) instanceof ObjectNode content)
                || !content.has("bytes")) {
            return;
        }
        JsonNode given = content.remove("bytes");
        JsonNode fault = content.remove("fault");
        JsonNode target = content.remove("target");
        String contentType = content.path("mime_type").asText(USUAL_TYPES.get(type));
        MediaFile file = files.add(number.phoneNumberId(), contentType, decode(given.asText()), age, false);
        file.fault(fault(fault == null ? "none" : fault.asText()), target == null ? null : target.asText());
        content.put("mime_type", contentType).put("sha256", file.sha256Base64()).put("id", file.id());
    }

    ServerResponse list(ServerRequest http) {
        ArrayNode all = MetaJson.array();
        files.of(lookup.number(http).phoneNumberId()).forEach(file -> all.add(json(file)));
        return Answers.ok(MetaJson.object().set("media", all));
    }

    /** Breaks a file, or makes it whole again. */
    ServerResponse put(ServerRequest http) {
        MediaFile file = files.find(http.pathVariable("id"));
        if (file == null) {
            throw ControlException.notFound("there is no file " + http.pathVariable("id"));
        }
        Fields fields = Fields.of(http);
        MediaFault fault = fault(fields.textOr("fault", "none"));
        @Nullable String target = fields.textOr("target", null);
        fields.nothingElse();
        file.fault(fault, target);
        return Answers.ok(json(file));
    }

    private static MediaFault fault(@Nullable String code) {
        return Arrays.stream(MediaFault.values())
                .filter(fault -> fault.code().equals(code))
                .findFirst()
                .orElseThrow(() -> ControlException.badRequest("fault must be one of "
                        + Arrays.stream(MediaFault.values())
                                .map(MediaFault::code)
                                .toList() + ", not " + code));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw ControlException.badRequest("bytes must be Base64");
        }
    }

    private static ObjectNode json(MediaFile file) {
        return MetaJson.object()
                .put("id", file.id())
                .put("uploaded", file.isUploaded())
                .put("contentType", file.contentType())
                .put("size", file.size())
                .put("sha256", file.sha256Hex())
                .put("at", file.at().toString())
                .put("fault", file.fault().code())
                .put("lookUps", file.lookUps())
                .put("downloads", file.downloads());
    }
}
