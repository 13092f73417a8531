package dev.tandem.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a number's connection since it was linked. Each fact is kept by Meta's own time and the state is made of
 * them all, so neither the order in which webhooks come nor how often they come changes anything (R64 to R67).
 *
 * @param linkedAt names the linking; what happened before it is of an earlier one
 * @param offboardedAt the last time the phone was registered anew, null for never
 * @param reconnectedAt the last time Meta reconnected it, null for never
 * @param named the last removal that names a reason
 * @param bare the last removal that names none
 * @param goneAt since when the number node says that it is not on the app, null when it does not
 */
public record ConnectionFacts(
        Instant linkedAt,
        @Nullable Instant offboardedAt,
        @Nullable Instant reconnectedAt,
        @Nullable Removal named,
        @Nullable Removal bare,
        @Nullable Instant goneAt) {

    private static final Comparator<Removal> BY_TIME =
            Comparator.comparing(Removal::at).thenComparing(Removal::reason).thenComparing(Removal::initiatedBy);

    /**
     * Meta's word that the link is cut.
     *
     * @param reason Meta's word, empty when it said none
     * @param initiatedBy {@code USER}, {@code SYSTEM}, a word that nobody knows yet, or empty
     */
    public record Removal(String reason, String initiatedBy, Instant at) {}

    /** A number of which nothing is known but that it was linked. */
    public static ConnectionFacts of(Instant linkedAt) {
        return new ConnectionFacts(linkedAt, null, null, null, null, null);
    }

    /** Linked again: what happened until then is over. Told once more, or of an earlier linking, it changes nothing. */
    public ConnectionFacts linked(Instant at) {
        if (!at.isAfter(linkedAt)) {
            return this;
        }
        return new ConnectionFacts(
                at,
                after(offboardedAt, at),
                after(reconnectedAt, at),
                named != null && named.at().isAfter(at) ? named : null,
                bare != null && bare.at().isAfter(at) ? bare : null,
                surelyAfter(goneAt, at));
    }

    private static @Nullable Instant after(@Nullable Instant fact, Instant linked) {
        return fact != null && fact.isAfter(linked) ? fact : null;
    }

    /** What the node said in the second of a linking or reconnection may be from before it: Meta's times have no fraction. */
    private static @Nullable Instant surelyAfter(@Nullable Instant said, @Nullable Instant back) {
        boolean doubtful = said != null
                && back != null
                && said.isBefore(back.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        return doubtful ? null : said;
    }

    /** {@code ACCOUNT_OFFBOARDED}. */
    public ConnectionFacts offboarded(Instant at) {
        return isOld(at)
                ? this
                : new ConnectionFacts(linkedAt, later(offboardedAt, at), reconnectedAt, named, bare, goneAt);
    }

    /** {@code ACCOUNT_RECONNECTED}. */
    public ConnectionFacts reconnected(Instant at) {
        return isOld(at)
                ? this
                : new ConnectionFacts(
                        linkedAt, offboardedAt, later(reconnectedAt, at), named, bare, surelyAfter(goneAt, at));
    }

    /** {@code PARTNER_REMOVED}. */
    public ConnectionFacts removed(Removal removal) {
        if (isOld(removal.at())) {
            return this;
        }
        return removal.reason().isEmpty()
                ? new ConnectionFacts(linkedAt, offboardedAt, reconnectedAt, named, later(bare, removal), goneAt)
                : new ConnectionFacts(linkedAt, offboardedAt, reconnectedAt, later(named, removal), bare, goneAt);
    }

    /**
     * What the number node says (R5). It counts only for a number that would be linked otherwise: while a phone is registered
     * anew the node may well say no, and it never overrules what a webhook said. Nor does a no count that was asked for in the
     * second in which the number was linked or reconnected: it may be from before.
     *
     * @param isOnApp what it says explicitly; saying nothing is no answer and must not come here
     * @param at when it was asked
     */
    public ConnectionFacts node(boolean isOnApp, Instant at) {
        if (isOnApp || isOld(at)) {
            return goneAt == null || isOld(at)
                    ? this
                    : new ConnectionFacts(linkedAt, offboardedAt, reconnectedAt, named, bare, null);
        }
        boolean doubtful = surelyAfter(at, linkedAt) == null || surelyAfter(at, reconnectedAt) == null;
        return doubtful || goneAt != null || !connection().isLinked()
                ? this
                : new ConnectionFacts(linkedAt, offboardedAt, reconnectedAt, named, bare, at);
    }

    /** Meta's times have no fraction: an event of the second in which the number was linked may be one after it. */
    private boolean isOld(Instant at) {
        return at.isBefore(linkedAt.truncatedTo(ChronoUnit.SECONDS));
    }

    private static Instant later(@Nullable Instant known, Instant at) {
        return known == null || at.isAfter(known) ? at : known;
    }

    private static Removal later(@Nullable Removal known, Removal removal) {
        return known == null || BY_TIME.compare(removal, known) > 0 ? removal : known;
    }

    /** The state that all of it makes. */
    public Connection connection() {
        if (named != null && !(isReRegistration(named) && isLifted(named.at()))) {
            return Connection.removed(named);
        }
        if (bare != null && !isLifted(bare.at())) {
            return Connection.removed(bare);
        }
        if (goneAt != null && !isLifted(goneAt)) {
            return Connection.gone(goneAt);
        }
        if (offboardedAt != null && !isLifted(offboardedAt)) {
            return Connection.offboarded(offboardedAt);
        }
        return Connection.linked(reconnectedAt == null ? linkedAt : reconnectedAt);
    }

    /** Meta reconnects a phone that was registered anew; every other named cause needs another linking. */
    private static boolean isReRegistration(Removal removal) {
        return DisconnectCause.parse(removal.reason())
                .filter(DisconnectCause.USER_RE_REGISTERED::equals)
                .isPresent();
    }

    private boolean isLifted(Instant at) {
        return reconnectedAt != null && !reconnectedAt.isBefore(at);
    }
}
