package dev.tandem.cloudapi;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The form by which Meta takes a file: {@code messaging_product}, {@code type} and the bytes, which are read while they are
 * sent.
 */
record MultipartFile(Path file, String type, String name, String boundary) {

    private static final String LINE = "\r\n";

    MultipartFile(Path file, String type, String name) {
        this(file, type, name, "tandem-" + UUID.randomUUID());
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher publisher() throws FileNotFoundException {
        String head = field("messaging_product", "whatsapp")
                + field("type", type)
                + part("file\"; filename=\"" + name.replaceAll("[\"\\r\\n\\\\]", "_"))
                + "Content-Type: " + type + LINE + LINE;
        return BodyPublishers.concat(
                BodyPublishers.ofString(head, StandardCharsets.UTF_8),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString(LINE + "--" + boundary + "--" + LINE, StandardCharsets.UTF_8));
    }

    private String field(String field, String value) {
        return part(field) + LINE + value + LINE;
    }

    private String part(String field) {
        return "--" + boundary + LINE + "Content-Disposition: form-data; name=\"" + field + "\"" + LINE;
    }
}
