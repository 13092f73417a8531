package dev.tandem.webhook;

import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tandem.TestNumbers;
import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.domain.Event;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowReason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * 20,000 mutated webhooks through what reads them, without stores: the good ones beside the mutated part are taken in, the
 * mutated part is taken in or in quarantine, and nothing else is thrown. {@code WebhookFuzzTest} does it with all of the
 * engine. {@code -Dfuzz.seed} repeats a run.
 */
class MutatedItemsTest {

    private static final int WEBHOOKS = 20_000;
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_126);
    private static final Pattern MARK = Pattern.compile("fuzz-[0-9]+-");

    private final Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
    private final Set<String> told = new HashSet<>();
    private final FakeOwnSends sends = new FakeOwnSends();
    private final Messages messages = (number, person, message, now, event) -> {
        tell(event.of(new Messages.Place(person.key(), new Window(true, now, WindowReason.PERSON_WROTE), false)));
        return new Messages.Kept(true, person.names());
    };
    private final WebhookItems items = new WebhookItems() {
        @Override
        public boolean keep(WebhookItem item, Instant occurredAt, Event event) {
            tell(event);
            return true;
        }

        @Override
        public void quarantine(Quarantined item) {
            String raw = item.isBase64()
                    ? new String(Base64.getDecoder().decode(item.raw()), StandardCharsets.ISO_8859_1)
                    : item.raw();
            mark(raw.replace("\0", ""));
            quarantined++;
        }
    };
    private final RawIntake raw = new RawIntake(items);
    private final MessageIntake inbound = new MessageIntake(messages, sends, clock);
    private final StatusIntake statuses =
            new StatusIntake(sends, raw, ErrorTableFile.read(), (number, name, until) -> {});
    private final EchoIntake echoes = new EchoIntake(messages, sends, clock);
    private final Quarantine quarantine = new Quarantine(items);
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.tandem.webhook");
    private int quarantined;

    private void tell(Event event) {
        if (event.body().get("messageId") instanceof String id) {
            told.add(id);
        }
        mark(String.valueOf(event.body().get("item")));
    }

    private void mark(String text) {
        Matcher marks = MARK.matcher(text);
        while (marks.find()) {
            told.add(marks.group());
        }
    }

    private void take(WebhookItem item) {
        try {
            switch (item.channel()) {
                case MESSAGE -> inbound.take(item);
                case STATUS -> statuses.take(item);
                case ECHO -> echoes.take(item);
                default -> raw.take(item);
            }
        } catch (BrokenItemException e) {
            quarantine.take(item, e);
        }
    }

    @BeforeEach
    void thousandsOfWarningsAreNotRead() {
        log.setLevel(Level.ERROR);
    }

    @AfterEach
    void warnAgain() {
        log.setLevel(null);
    }

    @Test
    void noNeighbourIsLostAndNoPartForgotten() {
        System.out.println("fuzz.seed=" + SEED);
        WebhookSplitter splitter = new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE);
        MutatedWebhooks webhooks = new MutatedWebhooks(SEED, NOW);
        int neighbours = 0;
        for (int i = 0; i < WEBHOOKS; i++) {
            MutatedWebhooks.Mutated webhook = webhooks.next(i);
            told.clear();
            Iterator<WebhookItem> parts = splitter.items(webhook.body(), RECEIVED, false);
            parts.forEachRemaining(this::take);
            sends.statusEvents.forEach(this::tell);
            sends.statusEvents.clear();
            sends.statuses.clear();
            assertThat(told).as(webhook.what()).contains(webhook.mark()).containsAll(webhook.neighbours());
            neighbours += webhook.neighbours().size();
        }
        assertThat(neighbours).as("good ones beside").isGreaterThan(WEBHOOKS);
        assertThat(quarantined).as("in quarantine").isBetween(WEBHOOKS / 10, WEBHOOKS);
    }
}
