package dev.tandem.domain;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of files that WhatsApp sends, with the largest that Meta takes of each.
 *
 * <p>Source: Meta, Cloud API, Media (supported types).
 */
public enum MediaKind {
    IMAGE(5),
    AUDIO(16),
    VIDEO(16),
    DOCUMENT(100);

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("webp", "image/webp"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("3gp", "video/3gpp"),
            Map.entry("aac", "audio/aac"),
            Map.entry("amr", "audio/amr"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("txt", "text/plain"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("doc", "application/msword"),
            Map.entry("xls", "application/vnd.ms-excel"),
            Map.entry("ppt", "application/vnd.ms-powerpoint"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"));

    private static final String UNKNOWN = "bin";
    private static final long MEGABYTE = 1L << 20;

    private final long largest;

    MediaKind(int megabytes) {
        this.largest = megabytes * MEGABYTE;
    }

    /** The largest file of this kind that Meta takes, in bytes. */
    public long largest() {
        return largest;
    }

    /** The kind of a content type; what is neither image, audio nor video is a document. */
    public static MediaKind of(String contentType) {
        String main = bare(contentType).replaceFirst("/.*", "");
        return switch (main) {
            case "image" -> IMAGE;
            case "audio" -> AUDIO;
            case "video" -> VIDEO;
            default -> DOCUMENT;
        };
    }

    /** The content type that the ending of a file's name stands for; empty when Meta takes no such file. */
    public static Optional<String> typeOf(String fileName) {
        return Optional.ofNullable(TYPES.get(ending(fileName)));
    }

    /** The ending for a file of a type, as in {@code jpg}; that of its own name when the type is unknown. */
    public static String endingOf(String contentType, String fileName) {
        String bare = bare(contentType);
        return TYPES.entrySet().stream()
                .filter(type -> type.getValue().equals(bare) && !type.getKey().equals("jpeg"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> ending(fileName).matches("[a-z0-9]{1,8}") ? ending(fileName) : UNKNOWN);
    }

    private static String ending(String fileName) {
        return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String bare(String contentType) {
        return contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }
}
