package dev.tandem.store;

import dev.tandem.TestNumbers;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import java.time.Duration;
import java.time.Instant;

/** Sends as the door accepts them, for tests. */
final class Sends {

    static final Instant NOW = Instant.parse("2026-11-05T10:00:00.123456Z");
    static final String SHOP = TestNumbers.SHOP.phoneNumberId();
    static final String DESK = TestNumbers.DESK.phoneNumberId();

    private long id;
    private String number = SHOP;
    private String client;
    private String hash = "hash";
    private Recipient recipient = Recipient.ofPhone("4915112345678");
    private Priority priority = Priority.TRANSACTIONAL;
    private String campaign = "";
    private String request = "{}";
    private Instant notBefore;
    private Instant expires = NOW.plus(Duration.ofHours(24));

    private Sends(long id) {
        this.id = id;
        this.client = "client-" + id;
    }

    static Sends send(long id) {
        return new Sends(id);
    }

    Sends id(long other) {
        id = other;
        return this;
    }

    Sends from(String phoneNumberId) {
        number = phoneNumberId;
        return this;
    }

    Sends client(String clientId) {
        client = clientId;
        return this;
    }

    Sends hash(String contentHash) {
        hash = contentHash;
        return this;
    }

    Sends to(String phone) {
        recipient = Recipient.ofPhone(phone);
        return this;
    }

    Sends toUser(String userId) {
        recipient = Recipient.ofUserId(userId);
        return this;
    }

    Sends priority(Priority wanted) {
        priority = wanted;
        return this;
    }

    Sends campaign(String name) {
        campaign = name;
        priority = Priority.CAMPAIGN;
        return this;
    }

    Sends request(String json) {
        request = json;
        return this;
    }

    Sends notBefore(Instant time) {
        notBefore = time;
        return this;
    }

    Sends expires(Instant time) {
        expires = time;
        return this;
    }

    Send made() {
        return Send.accepted(new Send.Acceptance(
                id, number, client, hash, recipient, priority, campaign, request, "crm", NOW, notBefore, expires));
    }
}
