package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Meta delivers at least once: everything that came of phones' pasts comes once more, when their syncs have ended. */
final class PastAgain {

    /** Of what comes again the bytes are kept once more, and when contacts came last is another time. */
    private static final Set<String> ARRIVALS =
            Set.of("WEBHOOK_RAW", "NUMBER_SYNC.CONTACTS_CAME", "NUMBER_SYNC.REVISION");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EngineProcess engine;
    private final Control control;
    private final ChannelReader events;

    PastAgain(EngineProcess engine, Control control, ChannelReader events) {
        this.engine = engine;
        this.control = control;
        this.events = events;
    }

    /** Every row, once nothing more is under way: no event is to be published and no file to be fetched. */
    Map<String, List<String>> rows() {
        return Awaitility.await("every event was published, every file fetched")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> DatabaseCopy.rows(engine, ARRIVALS),
                        rows -> rows.get("OUTBOX").isEmpty()
                                && rows.get("MEDIA").stream().noneMatch(row -> row.contains("STATE=fetching")));
    }

    /**
     * Delivers it all again: no row comes, goes or changes, and no event is told.
     *
     * @param numbers what never came of one of them does not come now either
     * @param before every row as {@link #rows} found them
     */
    void assertChangesNothing(List<TestNumber> numbers, Map<String, List<String>> before) {
        int told = told();
        // Webhooks of a field that nobody knows come by chance, and each would be a new one.
        control.behaviour("{\"unknownFieldRate\":0}");
        numbers.forEach(number -> control.call("POST", "/numbers/" + number.id() + "/past/again", ""));
        Awaitility.await("all of it has come once more")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> numbers.stream().allMatch(this::isDelivered));
        BrokerClient.awaitWebhooksWorkedOff(engine, PATIENCE);
        Installation.turn(control);
        DatabaseCopy.assertUnchanged(before, rows());
        assertThat(told()).as("no event is new").isEqualTo(told);
    }

    /** How many events the team was told of, once no more are on their way. */
    private int told() {
        AtomicInteger told = new AtomicInteger(-1);
        Awaitility.await("no more events come")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    int now = events.all(event -> true).size();
                    return told.getAndSet(now) == now;
                });
        return told.get();
    }

    private boolean isDelivered(TestNumber number) {
        JsonNode sync = control.get("/numbers/" + number.id() + "/sync");
        return isDelivered(sync.at("/contacts/webhooks")) && isDelivered(sync.at("/history/webhooks"));
    }

    private static boolean isDelivered(JsonNode webhooks) {
        return webhooks.path("planned").asInt() == webhooks.path("settled").asInt();
    }
}
