package dev.tandem.coexistence.watch;

import dev.tandem.coexistence.LinkNews;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Learns what happens to numbers' connections, and does what follows: the lane, the alerts. Everything may be told twice: what
 * was broken off by a crash is done then, and nothing else. Thread-safe.
 */
public final class ConnectionDesk implements LinkNews {

    /** The alert of a number whose phone was registered anew. */
    static final String OFFBOARDED = "number_offboarded";

    /** The alert of a number that lost its link. */
    static final String DISCONNECTED = "number_disconnected";

    static final String RESTRICTED = "account_restricted";
    static final String DISABLED = "account_disabled";

    private final ConnectionBook book;
    private final LaneGate lane;
    private final Alerts alerts;
    private final Clock clock;

    public ConnectionDesk(ConnectionBook book, LaneGate lane, Alerts alerts, Clock clock) {
        this.book = book;
        this.lane = lane;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Meta reported the end of a link. */
    public void removed(BusinessNumber number, ConnectionFacts.Removal removal) {
        change(number, facts -> facts.removed(removal));
    }

    /** The phone was registered anew. */
    public void offboarded(BusinessNumber number, Instant at) {
        change(number, facts -> facts.offboarded(at));
    }

    /** Meta reconnected the phone. */
    public void reconnected(BusinessNumber number, Instant at) {
        change(number, facts -> facts.reconnected(at));
    }

    /** The number node said explicitly whether the number is on the app; mostly that is what was known before. */
    public void node(BusinessNumber number, boolean isOnApp, Instant askedAt) {
        if (isOnApp != book.of(number).isLinked()) {
            change(number, facts -> facts.node(isOnApp, askedAt));
        }
    }

    /** Linked, for the first time or again: whatever stood in the way is over, and so are the windows of before. */
    @Override
    public void linked(BusinessNumber number) {
        change(number, facts -> facts.linked(number.linkedAt()));
    }

    /** At the start: nothing that waits for a link that is there must go on waiting. */
    void releasedAtStart(BusinessNumber number) {
        lane.reconsider(number);
    }

    private void change(BusinessNumber number, UnaryOperator<ConnectionFacts> how) {
        ConnectionBook.Change change = book.change(number, how);
        Connection before = change.before();
        Connection after = change.after();
        follow(number, before, after);
        if (after.isLinked() && after.equals(before)) {
            // Told once more: what a crash broke off then is done now.
            lane.reconsider(number);
        }
        tell(number, before, after);
    }

    /** What follows for the lane of this engine, whichever engine learned of it. */
    void follow(BusinessNumber number, Connection before, Connection after) {
        if (after.equals(before)) {
            return;
        }
        if (after.isLinked()) {
            // Also when its absence was never told: then Meta's refusals alone have stopped it.
            lane.beginGently(number);
        }
        lane.reconsider(number);
    }

    private void tell(BusinessNumber number, Connection before, Connection now) {
        String id = number.phoneNumberId();
        if (now.state() != Connection.State.OFFBOARDED) {
            alerts.clear(OFFBOARDED, id);
        }
        if (now.state() != Connection.State.DISCONNECTED) {
            alerts.clear(DISCONNECTED, id);
        }
        if (!now.isLinked() && before.state() != now.state()) {
            // A round that looked meanwhile may have been faster.
            alerts.raiseOnce(code(now), id, id, text(number, now));
        } else if (!now.isLinked() && !before.cause().equals(now.cause())) {
            alerts.raise(code(now), id, id, text(number, now));
        }
    }

    static String code(Connection connection) {
        return connection.state() == Connection.State.OFFBOARDED ? OFFBOARDED : DISCONNECTED;
    }

    static String text(BusinessNumber number, Connection connection) {
        return number + ": " + connection.why() + " " + connection.remedy()
                + (connection.state() == Connection.State.OFFBOARDED
                        ? ""
                        : " What waits is kept until it expires, and new sends are refused.");
    }

    /** Meta restricts the account, or takes that back. */
    public void restricted(BusinessNumber number, Restriction restriction) {
        book.restrict(number, restriction);
        Instant now = clock.instant();
        List<Restriction> holding = book.restrictions(number, now).stream()
                .filter(each -> each.kind().equals(restriction.kind()))
                .toList();
        if (holding.isEmpty()) {
            lane.reconsider(number);
            alerts.clear(code(restriction), subject(number, restriction));
        } else {
            alerts.raise(
                    code(restriction),
                    subject(number, restriction),
                    number.phoneNumberId(),
                    RestrictionTexts.of(number, holding.get(0)));
        }
    }

    /** As {@link #follow}, for the restrictions that hold. */
    void followRestrictions(BusinessNumber number, List<Restriction> before, List<Restriction> after) {
        if (!after.equals(before)) {
            lane.reconsider(number);
        }
    }

    static String code(Restriction restriction) {
        return restriction.kind().equals(Restriction.DISABLED) ? DISABLED : RESTRICTED;
    }

    static String subject(BusinessNumber number, Restriction restriction) {
        return number.phoneNumberId() + " " + restriction.kind();
    }
}
