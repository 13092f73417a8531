package dev.tandem.endtoend;

import java.time.Duration;
import org.awaitility.Awaitility;

/** What several tests wait for. */
final class Waits {

    private Waits() {}

    /** Until the engine knows that a person's window is open. */
    static void windowOpen(Api api, TestNumber number, String contact) {
        window(api, number, contact, true);
    }

    /** Until the engine says that a person's window is closed. */
    static void windowClosed(Api api, TestNumber number, String contact) {
        window(api, number, contact, false);
    }

    private static void window(Api api, TestNumber number, String contact, boolean open) {
        Awaitility.await("the window of " + contact + " is " + (open ? "open" : "closed"))
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> api.get("/numbers/" + number.alias() + "/windows/" + contact)
                                .json()
                                .path("open")
                                .asBoolean()
                        == open);
    }
}
