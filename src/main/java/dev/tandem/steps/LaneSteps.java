package dev.tandem.steps;

import dev.tandem.cloudapi.AnswerReader;
import dev.tandem.cloudapi.MessageBody;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Send;
import dev.tandem.media.MediaIds;
import dev.tandem.send.LaneDesk;
import dev.tandem.send.PaceBook;
import dev.tandem.send.RequestsUnderWay;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps of a number's lane. The send travels in the property {@code send}; a step that ends its way stops the route. */
@Component("lane")
public final class LaneSteps {

    private static final String SEND = "send";
    private static final String MARKED = "marked";
    private static final String SLOT = "slot";
    private static final String SENDER = "sender";

    private final LaneDesk desk;
    private final PaceBook paces;
    private final RequestsUnderWay underWay;
    private final MediaIds files;

    public LaneSteps(LaneDesk desk, PaceBook paces, RequestsUnderWay underWay, MediaIds files) {
        this.files = files;
        this.desk = desk;
        this.paces = paces;
        this.underWay = underWay;
    }

    /** Loads the send that the lane message means; a message that came twice ends here. */
    public void load(@Body String sendId, Exchange exchange) {
        Optional<Send> send = desk.load(Long.parseLong(sendId));
        if (underWay.isClosed()) {
            send.ifPresent(desk::giveBack);
            exchange.setRouteStop(true);
            return;
        }
        send.ifPresentOrElse(found -> exchange.setProperty(SEND, found), () -> exchange.setRouteStop(true));
    }

    /** Expiry, the number's state, and everything else that is asked of a send. */
    public void check(@ExchangeProperty(SEND) Send send, Exchange exchange) {
        if (!desk.mayGo(send)) {
            exchange.setRouteStop(true);
        }
    }

    /** The same checks as before the pace: what changed meanwhile counts now. */
    public void checkAgain(@ExchangeProperty(SEND) Send send, Exchange exchange) {
        if (!desk.mayLeave(send)) {
            exchange.setRouteStop(true);
        }
    }

    /** Takes a slot of the number's pace; it is given back whatever happens to the send. */
    public void takeSlot(@ExchangeProperty(SEND) Send send, Exchange exchange) {
        Optional<PaceBook.Slot> free = paces.take(desk.number(send));
        if (free.isEmpty()) {
            desk.giveBack(send);
            exchange.setRouteStop(true);
            return;
        }
        PaceBook.Slot slot = free.get();
        exchange.setProperty(SLOT, slot);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (done.getProperty(MARKED) == null) {
                    slot.unused();
                } else {
                    slot.answered();
                }
            }
        });
    }

    /** Template, default template, free-form, hold or refuse, as one lower-case word. */
    public String decide(@ExchangeProperty(SEND) Send send) {
        return desk.decide(send).name().toLowerCase(Locale.ROOT);
    }

    /** The body with the template. */
    public String template(@ExchangeProperty(SEND) Send send, Exchange exchange) {
        exchange.setProperty("mode", MessageMode.TEMPLATE);
        BusinessNumber number = desk.number(send);
        return MessageBody.template(number, send, file -> files.metaId(number, file));
    }

    /** The body with the free-form message. */
    public String freeform(@ExchangeProperty(SEND) Send send, Exchange exchange) {
        exchange.setProperty("mode", MessageMode.FREEFORM);
        BusinessNumber number = desk.number(send);
        return MessageBody.freeform(number, send, file -> files.metaId(number, file));
    }

    /** Waits until the person writes. */
    public void hold(@ExchangeProperty(SEND) Send send) {
        desk.hold(send);
    }

    /** Ends with the reason that the window is closed. */
    public void refuse(@ExchangeProperty(SEND) Send send) {
        desk.refuse(send);
    }

    /** Where the request goes and with which token; every other header stays at home. */
    public void address(@ExchangeProperty(SEND) Send send, Exchange exchange) {
        BusinessNumber number = desk.number(send);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        exchange.setProperty(SENDER, number);
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Authorization", "Bearer " + number.accessToken());
        message.setHeader(Exchange.HTTP_URI, number.graphUrl() + "/" + number.phoneNumberId() + "/messages");
    }

    /** The mark, the last step before the request; a send that was cancelled meanwhile ends here. */
    public void mark(@ExchangeProperty(SEND) Send send, @ExchangeProperty("mode") MessageMode mode, Exchange exchange) {
        Optional<RequestsUnderWay.Request> request = underWay.enter();
        if (request.isEmpty()) {
            desk.giveBack(send);
            exchange.setRouteStop(true);
            return;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                request.get().done();
            }
        });
        desk.mark(send, mode)
                .ifPresentOrElse(
                        marked -> {
                            request.get().marked(marked);
                            exchange.setProperty(MARKED, marked);
                        },
                        () -> exchange.setRouteStop(true));
    }

    /**
     * Records Meta's answer.
     *
     * @param sender as it was when the request left: its token may be another by now, and must not stand in the answer
     */
    public void answered(
            @ExchangeProperty(MARKED) Send marked,
            @ExchangeProperty(SENDER) BusinessNumber sender,
            @ExchangeProperty(SLOT) PaceBook.Slot slot,
            @org.apache.camel.Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Body @Nullable String body) {
        slot.answered();
        desk.record(marked, AnswerReader.ofHttp(status, body == null ? "" : body, sender.accessToken()));
    }

    /** Records that no answer came, for the failure that the property {@code noAnswer} holds. */
    public void unanswered(
            @ExchangeProperty(MARKED) Send marked,
            @ExchangeProperty(SLOT) PaceBook.Slot slot,
            @ExchangeProperty("noAnswer") Exception failure) {
        slot.answered();
        desk.record(marked, AnswerReader.ofFailure(failure));
    }

    /** A fault of our own: before the mark the send goes again in a moment, after it the sweep finds it unknown. */
    public void fault(
            @ExchangeProperty(SEND) @Nullable Send send,
            @ExchangeProperty(MARKED) @Nullable Send marked,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        if (send != null && marked == null) {
            desk.putBack(send, String.valueOf(failure.getMessage()));
        }
    }
}
