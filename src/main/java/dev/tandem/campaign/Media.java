package dev.tandem.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * The cell {@code media}: a link, an id of Meta's (digits only) or a file of ours. Its kind is told by the extension;
 * without one it is taken for an image.
 */
record Media(String type, String place, String value) {

    static Media of(String cell) {
        String lower = cell.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return new Media(type(lower.replaceAll("[?#].*", "").replaceAll(".*/", "")), "link", cell);
        }
        return cell.matches("[0-9]+") ? new Media("image", "id", cell) : new Media(type(lower), "file", cell);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "mp4", "3gp" -> "video";
            case "mp3", "ogg", "m4a", "aac", "amr" -> "audio";
            case "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv" -> "document";
            default -> "image";
        };
    }

    /** As a template's header, in Meta's form of a parameter. */
    ObjectNode parameter() {
        ObjectNode parameter = JsonNodeFactory.instance.objectNode().put("type", type);
        parameter.putObject(type).put(place, value);
        return parameter;
    }

    /** As a free-form message; sound carries no caption. */
    ObjectNode message(String caption) {
        ObjectNode message = parameter();
        if (!caption.isBlank() && !type.equals("audio")) {
            message.withObject(type).put("caption", caption);
        }
        return message;
    }
}
