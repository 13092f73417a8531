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

/** What the API says of what did not come: the file of a message, or the whole message. */
class PlaceholderJsonTest {

    private static Map<String, Object> shown(String type, Instant at) {
        return shown(type, at, "{}");
    }

    private static Map<String, Object> shown(String type, Instant at, String item) {
        return shown(type, at, item, TestNumbers.LINKED);
    }

    private static Map<String, Object> shown(String type, Instant at, String item, Instant now) {
        Conversations.Line line = new Conversations.Line(
                "user",
                "in",
                "wamid.1",
                type,
                null,
                at,
                MessageFacts.of(item),
                MessageStanding.UNTOUCHED,
                MessageStatus.PENDING,
                item,
                null,
                new Cursor(at, "m1"));
        return ConversationJson.of(line, TestNumbers.LINKED, now);
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

    @Test
    void aFileThatHasNotComeInEightDaysIsOnThePhone() {
        Instant end = TestNumbers.LINKED.plus(Duration.ofDays(8));
        assertThat(shown("media_placeholder", TestNumbers.LINKED, "{}", end.minusSeconds(1)))
                .containsEntry("media", Map.of("state", "awaited"));
        assertThat(shown("media_placeholder", TestNumbers.LINKED, "{}", end)
                        .get("media")
                        .toString())
                .contains("state=gone", "reason=media_on_phone", "detail=", "until " + end, "did not")
                .doesNotContain("14 days");
    }

    private static String adviceOf(String error) {
        String item = "{\"type\":\"unsupported\",\"errors\":[" + error + "]}";
        return String.valueOf(shown("unsupported", TestNumbers.LINKED, item).get("advice"));
    }

    @Test
    void aMessageThatMetaDidNotHandOverSaysToLookOnThePhone() {
        assertThat(adviceOf("{\"code\":131060}"))
                .startsWith(
                        "This message is arriving. If it does not show here in a minute, look at WhatsApp Business on the"
                                + " phone")
                .contains("Windows, WearOS");
        assertThat(adviceOf("{\"code\":131051}"))
                .isEqualTo(
                        "Meta hands over no messages of this kind, as polls are. Look at it in WhatsApp Business on the"
                                + " phone.");
        assertThat(adviceOf(""))
                .isEqualTo("Meta has not handed over this message. Look at it in WhatsApp Business on the phone.");
        assertThat(shown("text", TestNumbers.LINKED, "{\"type\":\"text\",\"errors\":[{\"code\":131060}]}"))
                .doesNotContainKey("advice");
    }
}
