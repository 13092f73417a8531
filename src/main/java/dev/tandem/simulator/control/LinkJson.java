package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.past.LinkOptions;
import dev.tandem.simulator.past.LinkOptions.Courier;
import dev.tandem.simulator.past.LinkOptions.Silent;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /control/numbers/{n}/link}; everything may be left out. */
final class LinkJson {
    private static final long MOST_MESSAGES = 2_000_000;
    private static final int MOST_DAYS = 3650;
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_COPIES = 20;
    private static final int MOST_OF_A_CHUNK = 10_000;

    private LinkJson() {}

    static LinkOptions read(Fields fields) {
        LinkOptions options = new LinkOptions(
                fields.flagOr("shareHistory", true),
                whole(fields, "conversations", 12, 0, 1_000_000),
                whole(fields, "messagesPerConversation", 25, 0, 1_000_000),
                whole(fields, "days", 180, 1, MOST_DAYS),
                fields.rateOr("media", 0.1),
                whole(fields, "contacts", 5, 0, 1_000_000),
                // Without a seed another past each time: an engine remembers the messages of the one before.
                fields.wholeOr("seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)),
                whole(fields, "chunkMessages", 1000, 1, MOST_OF_A_CHUNK),
                new Courier(
                        fields.flagOr("shuffle", false),
                        whole(fields, "repeat", 1, 1, MOST_COPIES),
                        fields.flagOr("dropChunk", false),
                        whole(fields, "gapMs", 5, 0, 3_600_000),
                        whole(fields, "atOnce", 1, 1, MOST_AT_ONCE)),
                silent(fields.any("silent")));
        fields.nothingElse();
        if ((long) options.conversations() * options.messagesPerConversation() > MOST_MESSAGES) {
            throw ControlException.badRequest(
                    "conversations times messagesPerConversation must be at most " + MOST_MESSAGES);
        }
        return options;
    }

    private static int whole(Fields fields, String name, int otherwise, int low, int high) {
        long value = fields.wholeOr(name, otherwise);
        if (value < low || value > high) {
            throw ControlException.badRequest(name + " must be from " + low + " to " + high + ", not " + value);
        }
        return (int) value;
    }

    /** True keeps everything back; a word says what. */
    private static Silent silent(@Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return Silent.NOTHING;
        }
        if (given.isBoolean()) {
            return given.booleanValue() ? Silent.BOTH : Silent.NOTHING;
        }
        return Arrays.stream(Silent.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(given.asText()))
                .findFirst()
                .orElseThrow(() -> ControlException.badRequest(
                        "silent must be true, false, \"contacts\", \"history\", \"both\" or \"nothing\", not "
                                + given));
    }
}
