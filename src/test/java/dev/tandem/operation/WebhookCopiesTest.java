package dev.tandem.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import dev.tandem.operation.WebhookArchive.Copy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Copies are gathered, written together and never keep anybody waiting. */
class WebhookCopiesTest {

    private final List<List<Copy>> written = new CopyOnWriteArrayList<>();
    private final List<String> raised = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    private final WebhookArchive archive = new WebhookArchive() {
        @Override
        public void keep(List<Copy> copies) {
            if (failing) {
                throw new IllegalStateException("the database is down");
            }
            written.add(new ArrayList<>(copies));
        }

        @Override
        public List<Summary> newest(Long before, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Copy> find(long id) {
            throw new UnsupportedOperationException();
        }
    };

    private final Alerts alerts = new Alerts() {
        @Override
        public void raise(String code, String subject, String phoneNumberId, String text) {
            raised.add(code + ": " + text);
        }

        @Override
        public void raiseOnce(String code, String subject, String phoneNumberId, String text) {
            raise(code, subject, phoneNumberId, text);
        }

        @Override
        public void clear(String code, String subject) {}

        @Override
        public List<Alert> standing() {
            return List.of();
        }
    };

    private static Copy copy(int bytes) {
        return new Copy(new byte[bytes], Instant.EPOCH);
    }

    private int count() {
        return written.stream().mapToInt(List::size).sum();
    }

    @Test
    void manyAreOneWrite() {
        try (WebhookCopies copies = new WebhookCopies(archive, alerts)) {
            copies.start();
            for (int i = 0; i < 500; i++) {
                copies.take(copy(i));
            }
            Awaitility.await().until(() -> count() == 500);
            assertThat(written).hasSizeLessThanOrEqualTo(2);
            assertThat(written.get(0).get(1).body()).as("in their order").hasSize(1);
        }
        assertThat(count()).isEqualTo(500);
    }

    @Test
    void largeOnesAreWrittenAtOnceInSeveralWrites() {
        try (WebhookCopies copies = new WebhookCopies(archive, alerts)) {
            // Not started: nothing but the size makes it write.
            for (int i = 0; i < 6; i++) {
                copies.take(copy(2 << 20));
            }
            Awaitility.await().until(() -> count() >= 3);
        }
        assertThat(count()).as("the rest at the end").isEqualTo(6);
        assertThat(written).allMatch(batch -> batch.size() <= 3);
    }

    @Test
    void whatIsTooMuchWhileNothingCanBeWrittenIsMissingAndTold() {
        failing = true;
        try (WebhookCopies copies = new WebhookCopies(archive, alerts)) {
            for (int i = 0; i < 20; i++) {
                copies.take(copy(2 << 20));
            }
            assertThat(written).isEmpty();
            failing = false;
        }
        assertThat(count()).isEqualTo(15);
        assertThat(raised).singleElement().asString().startsWith("webhook_copies_missing: 5 webhooks");
    }
}
