package dev.tandem.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.domain.MessageStanding;
import dev.tandem.domain.MessageStatus;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.MessageFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the API says of a file that did not come with its message. */
class PlaceholderJsonTest {

    private static Map<String, Object> shown(String type, Instant at) {
        Conversations.Line line = new Conversations.Line(
                "user",
                "in",
                "wamid.1",
                type,
                null,
                at,
                MessageFacts.of("{}"),
                MessageStanding.UNTOUCHED,
                MessageStatus.PENDING,
                "{}",
                null,
                new Cursor(at, "m1"));
        return ConversationJson.of(line, TestNumbers.LINKED);
    }

    @Test
    void anOldFileIsOnlyOnThePhoneAndAYoungOneIsAwaited() {
        Instant edge = TestNumbers.LINKED.minus(Duration.ofDays(14));
        assertThat(shown("media_placeholder", edge)).containsEntry("media", Map.of("state", "awaited"));
        assertThat(shown("media_placeholder", edge.minusSeconds(1)).get("media").toString())
                .contains("state=gone", "reason=media_on_phone", "only on the phone");
        assertThat(shown("text", edge.minusSeconds(1)))
                .doesNotContainKey("media")
                .containsEntry("status", "pending");
    }
}
