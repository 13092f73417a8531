package dev.tandem.domain;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change that is told to the teams. It is written in the same transaction as the change and published from there, at
 * least once; its id stays the same when it comes again.
 *
 * @param id see {@link #idOf(Channel, String)}
 * @param contact the person's key, empty when the event is about no person
 * @param type the kind of event within its channel, as in {@code text} or {@code delivered}
 * @param source for results: who sent the request; null otherwise
 * @param body the public event body, ready to be written as JSON
 */
public record Event(
        String id,
        Channel channel,
        String phoneNumberId,
        String contact,
        String type,
        @Nullable String source,
        Map<String, Object> body) {

    /** A stable id made from the business key of the change. */
    public static String idOf(Channel channel, String businessKey) {
        byte[] name = (channel.code() + '|' + businessKey).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }
}
