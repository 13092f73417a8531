package dev.tandem.send;

import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Send;
import dev.tandem.domain.StatusReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Meta for the statuses of sends that no webhook told anything of: webhooks that were lost are found, counted and
 * announced. One thread of its own, at most one question in a while, because such calls are few (R50). What does not fit its
 * queue is asked for later: the ledger knows when.
 */
public final class HistoryLookup implements AutoCloseable {

    /** The alert of a number whose webhooks get lost. */
    static final String WEBHOOKS_LOST = "webhooks_lost";

    private static final Logger LOG = LoggerFactory.getLogger(HistoryLookup.class);
    private static final int WAITING = 1_000;

    private final MessageHistory history;
    private final StatusDesk statuses;
    private final NumberDirectory numbers;
    private final Alerts alerts;
    private final Duration pause;
    private final BlockingQueue<Send> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong found = new AtomicLong();
    private final Thread thread = new Thread(this::run, "history-lookup");

    /** @param pause between two questions */
    public HistoryLookup(
            MessageHistory history, StatusDesk statuses, NumberDirectory numbers, Alerts alerts, Duration pause) {
        this.history = history;
        this.statuses = statuses;
        this.numbers = numbers;
        this.alerts = alerts;
        this.pause = pause;
    }

    /** Begins to ask. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Wants a send looked up; false when too many wait already. */
    boolean ask(Send send) {
        return waiting.offer(send);
    }

    /** Statuses that were found at Meta and that no webhook had told. */
    public long found() {
        return found.get();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                lookUp(waiting.take());
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks one send up, now. */
    void lookUp(Send send) {
        String wamid = send.progress().wamid();
        numbers.find(send.acceptance().phoneNumberId()).ifPresent(number -> {
            if (wamid != null) {
                lookUp(number, wamid);
            }
        });
    }

    private void lookUp(BusinessNumber number, String wamid) {
        try {
            List<StatusReport> reports = history.of(number, wamid);
            long isNew = reports.stream()
                    .filter(report -> statuses.apply(report, List.of()))
                    .count();
            if (isNew > 0) {
                found.addAndGet(isNew);
                alerts.raise(
                        WEBHOOKS_LOST,
                        number.phoneNumberId(),
                        number.phoneNumberId(),
                        "Meta knows statuses of " + number + " that no webhook told, the last of " + wamid
                                + ". Check that Meta reaches your webhook and that it is subscribed to 'messages'.");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The statuses of {} could not be read at Meta; it is tried again later: {}", wamid, e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
