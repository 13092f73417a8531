package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The timer's route from its real file. */
class SyncRouteTest {

    /** Notes what it is asked to do. */
    public static final class Noted {
        final List<String> done = new CopyOnWriteArrayList<>();

        public void askContacts() {
            done.add("contacts");
        }

        public void askHistory() {
            done.add("history");
            if (done.size() == 2) {
                throw new IllegalStateException("the database is away");
            }
        }

        public void settle() {
            done.add("settle");
        }
    }

    @Test
    void contactsThenHistoryThenWhatCameAndAFailedRoundIsFollowedByTheNext() throws Exception {
        Noted noted = new Noted();
        try (RoutesFromFiles routes = RoutesFromFiles.start(
                Map.of("sync", noted), Map.of("tandem.sync.check-millis", "50"), "coexistence/sync.camel.yaml")) {
            assertThat(routes.camel.getRoutes()).hasSize(1);
            await().until(() -> noted.done.size() >= 5);
        }
        assertThat(noted.done).startsWith("contacts", "history", "contacts", "history", "settle");
    }
}
