package dev.tandem;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.send.LaneCheck.Leaving;
import dev.tandem.send.SendContent;
import java.time.Duration;
import java.time.Instant;

/** Sends of the shop that are about to leave, for tests of what is asked of them. */
public final class LeavingSends {

    private final Instant now;
    private long id = 1;
    private BusinessNumber number = TestNumbers.SHOP;
    private Recipient recipient = Recipient.ofPhone("491701234567");
    private Priority priority = Priority.TRANSACTIONAL;
    private String request = "{'message':{'type':'text','text':{'body':'Hello'}}}";
    private LateDecision decision = LateDecision.FREEFORM;
    private boolean windowOpen;
    private Instant accepted;

    private LeavingSends(Instant now) {
        this.now = now;
        this.accepted = now;
    }

    /** A text that leaves at this moment, when it was accepted. */
    public static LeavingSends at(Instant now) {
        return new LeavingSends(now);
    }

    public LeavingSends id(long other) {
        id = other;
        return this;
    }

    public LeavingSends from(BusinessNumber other) {
        number = other;
        return this;
    }

    public LeavingSends to(String phone) {
        recipient = Recipient.ofPhone(phone);
        return this;
    }

    public LeavingSends toUser(String userId) {
        recipient = Recipient.ofUserId(userId);
        return this;
    }

    public LeavingSends campaign() {
        priority = Priority.CAMPAIGN;
        return this;
    }

    public LeavingSends open() {
        windowOpen = true;
        return this;
    }

    public LeavingSends accepted(Instant time) {
        accepted = time;
        return this;
    }

    /** As a template without parameters. */
    public LeavingSends template(String name, String language) {
        return template("{'name':'" + name + "','language':'" + language + "'}");
    }

    /** As a template, in JSON with single quotes. */
    public LeavingSends template(String json) {
        request = "{'template':" + json + "}";
        decision = LateDecision.TEMPLATE;
        return this;
    }

    public LeavingSends defaultTemplate() {
        decision = LateDecision.DEFAULT_TEMPLATE;
        return this;
    }

    public Leaving made() {
        Send send = Send.accepted(new Send.Acceptance(
                id,
                number.phoneNumberId(),
                "client-" + id,
                "hash",
                recipient,
                priority,
                priority == Priority.CAMPAIGN ? "spring" : "",
                request.replace('\'', '"'),
                "crm",
                accepted,
                null,
                accepted.plus(Duration.ofDays(3))));
        return new Leaving(send, number, SendContent.of(send), decision, windowOpen, now);
    }
}
