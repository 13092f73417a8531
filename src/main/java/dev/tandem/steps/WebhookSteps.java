package dev.tandem.steps;

import dev.tandem.domain.Reason;
import dev.tandem.webhook.BrokenItemException;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.Handshake;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.StatusIntake;
import dev.tandem.webhook.WebhookItem;
import dev.tandem.webhook.WebhookSignature;
import dev.tandem.webhook.WebhookSplitter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What routes can do with webhooks. Thread-safe. */
@Component("webhook")
public class WebhookSteps {

    /** The echoes of the webhook at work that must be handled once more, when everything else in it is done. */
    private static final String EARLY = "early";

    private final Handshake handshake;

    private final WebhookSignature signature;
    private final WebhookSplitter splitter;
    private final MessageIntake messages;
    private final StatusIntake statuses;
    private final EchoIntake echoes;
    private final RawIntake raw;
    private final Quarantine quarantine;
    private final Clock clock;

    public WebhookSteps(
            Handshake handshake,
            WebhookSignature signature,
            WebhookSplitter splitter,
            MessageIntake messages,
            StatusIntake statuses,
            EchoIntake echoes,
            RawIntake raw,
            Quarantine quarantine,
            Clock clock) {
        this.handshake = handshake;
        this.signature = signature;
        this.splitter = splitter;
        this.messages = messages;
        this.statuses = statuses;
        this.echoes = echoes;
        this.raw = raw;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /** Answers Meta's handshake: the challenge as it came, or 403. */
    public void handshake(
            @Header("hub.mode") @Nullable String mode,
            @Header("hub.verify_token") @Nullable String token,
            @Header("hub.challenge") @Nullable String challenge,
            Exchange exchange) {
        Optional<String> answer = handshake.answer(mode, token, challenge);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, answer.isPresent() ? 200 : 403);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain");
        exchange.getMessage().setBody(answer.orElse(""));
    }

    /**
     * Reads the raw bytes of a webhook.
     *
     * @throws ProblemException (413) when there are more than 4 MiB
     */
    public byte[] read(Exchange exchange) {
        return RawBody.read(exchange);
    }

    /**
     * Lets only what Meta signed pass.
     *
     * @throws ProblemException (401) for a bad signature and for none
     */
    public void verify(@Body byte[] body, @ExchangeProperty("signature") @Nullable String header) {
        if (!signature.fits(body, header)) {
            throw new ProblemException(
                    401,
                    Reason.INVALID_REQUEST,
                    header == null || header.isEmpty()
                            ? "The header X-Hub-Signature-256 is missing."
                            : "The signature does not fit the body and the app secret.");
        }
    }

    /** The time of arrival, to travel with the bytes: milliseconds since 1970 by the engine's clock. */
    public long arrival() {
        return clock.millis();
    }

    /**
     * Cuts the body into its items, in the order in which they stand there, each list when the one before is done: statuses that
     * follow each other together, everything else by itself.
     */
    public Iterator<List<WebhookItem>> split(
            @Body byte[] body,
            @Header("receivedAt") @Nullable Long receivedAt,
            @Header("JMSRedelivered") @Nullable Boolean redelivered,
            Exchange exchange) {
        exchange.setProperty(EARLY, new ArrayList<WebhookItem>());
        Instant arrival = receivedAt == null ? clock.instant() : Instant.ofEpochMilli(receivedAt);
        return splitter.runs(body, arrival, Boolean.TRUE.equals(redelivered));
    }

    /** Stores several statuses with one write; what is left in the list must be handled one by one. */
    public List<WebhookItem> together(@Body List<WebhookItem> items) {
        return items.size() > 1 ? statuses.takeTogether(items) : items;
    }

    /** Stores what a person wrote, opens the window, tells the teams. */
    public void message(@Body WebhookItem item) {
        messages.take(item);
    }

    /** Lifts the send that a status is about, tells the teams. */
    public void status(@Body WebhookItem item) {
        statuses.take(item);
    }

    /**
     * Stores what was typed on the phone, tells the teams.
     *
     * @throws dev.tandem.webhook.EarlyEchoException when it may be a send of ours whose answer is awaited
     */
    public void echo(@Body WebhookItem item) {
        echoes.take(item);
    }

    /** Puts an echo off until its neighbours are done: a status among them may tell whose message it is. */
    public void putOff(@Body WebhookItem item, @ExchangeProperty(EARLY) List<WebhookItem> early) {
        early.add(item);
    }

    /** The echoes of this webhook that were put off. */
    public List<WebhookItem> early(@ExchangeProperty(EARLY) List<WebhookItem> early) {
        return early;
    }

    /** Keeps an item as it came, tells the teams. */
    public void keep(@Body WebhookItem item) {
        raw.take(item);
    }

    /** Puts an item aside that cannot be understood. */
    public void quarantine(@Body WebhookItem item, @ExchangeException BrokenItemException fault) {
        quarantine.take(item, fault);
    }
}
