package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.Idleness;
import java.time.Instant;

/** Warns before Meta cuts a link for want of use (R68). Thread-safe. */
public final class Forecast {

    /** The alert of a phone that was idle for so long that somebody should open the app. */
    static final String PHONE_IDLE = "phone_idle";

    /** The alert of a phone whose link is about to be cut. */
    static final String PHONE_IDLE_LAST = "phone_idle_last";

    /** The reminder about linked devices. */
    static final String COMPANIONS = "companions_idle";

    private final SignsOfLife signs;
    private final Idleness idleness;

    public Forecast(SignsOfLife signs, Idleness idleness) {
        this.signs = signs;
        this.idleness = idleness;
    }

    /** When the phone lived last, as far as is known. */
    public Instant lastSign(BusinessNumber number, Connection connection) {
        String id = number.phoneNumberId();
        return idleness.lastSign(
                connection.since(), signs.watchedSince(id), signs.phone(id).orElse(null));
    }

    /** When the next warning about the phone is due, or was. */
    public Instant warnAt(BusinessNumber number, Connection connection) {
        return idleness.warnAt(lastSign(number, connection));
    }

    void look(BusinessNumber number, Connection connection, Standing standing, Instant now) {
        Instant last = lastSign(number, connection);
        Idleness.Warning warning = connection.isLinked() ? idleness.phone(last, now) : Idleness.Warning.NONE;
        String id = number.phoneNumberId();
        standing.set(
                warning != Idleness.Warning.NONE,
                PHONE_IDLE,
                id,
                () -> text(number, last, idleness.first().toDays()));
        standing.set(
                warning == Idleness.Warning.LAST,
                PHONE_IDLE_LAST,
                id,
                () -> text(number, last, idleness.last().toDays()));
        standing.set(
                connection.isLinked() && idleness.companions(connection.since(), signs.watchedSince(id), now),
                COMPANIONS,
                id,
                () -> number + ": a linked device that is not used for about "
                        + idleness.companionLimit().toDays()
                        + " days cuts the whole link, and Meta reports nothing of linked devices before. Look into the app under"
                        + " Linked devices: use each of them, or remove it.");
    }

    private String text(BusinessNumber number, Instant last, long days) {
        return number + ": nothing was seen of the phone for " + days + " days, since " + last
                + " (what is only read there is not reported). Open WhatsApp Business on the primary phone or the link will be"
                + " cut at about " + idleness.limit().toDays() + " days, at " + idleness.cutAt(last) + ".";
    }
}
