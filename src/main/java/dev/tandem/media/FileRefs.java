package dev.tandem.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.send.SendContent;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The files that a message or a template names: {@code "image": {"file": "list.jpg"}}, at the top of a message, in a header,
 * in a card. Pure.
 */
public final class FileRefs {

    private static final Set<String> HOLDERS = Set.of("image", "video", "audio", "document", "sticker");
    private static final String FILE = "file";

    private FileRefs() {}

    /** The names in what a send leaves with. */
    static Set<String> in(SendContent content, boolean isTemplate) {
        JsonNode leaves = isTemplate ? content.template() : content.message();
        Set<String> names = new LinkedHashSet<>();
        if (leaves != null) {
            each(leaves, null, (kind, holder) -> names.add(holder.path(FILE).asText()));
        }
        return names;
    }

    /**
     * Puts Meta's id in the place of each file's name, in the JSON itself. A document that says no file name gets that of the
     * file, because the person sees it.
     *
     * @param ids from the file's name to Meta's id
     */
    public static void replace(JsonNode message, UnaryOperator<String> ids) {
        each(message, null, (kind, holder) -> {
            String name = holder.path(FILE).asText();
            holder.remove(FILE);
            holder.put("id", ids.apply(name));
            if (kind.equals("document") && !holder.has("filename")) {
                holder.put("filename", name);
            }
        });
    }

    /** What is done with the object that names a file. */
    private interface Work {
        void with(String kind, ObjectNode holder);
    }

    private static void each(JsonNode json, @Nullable String field, Work work) {
        if (json instanceof ObjectNode object) {
            if (field != null && HOLDERS.contains(field) && object.path(FILE).isTextual()) {
                work.with(field, object);
            }
            object.properties().forEach(entry -> each(entry.getValue(), entry.getKey(), work));
        } else {
            json.forEach(element -> each(element, null, work));
        }
    }
}
