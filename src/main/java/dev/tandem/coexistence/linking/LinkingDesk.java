package dev.tandem.coexistence.linking;

import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links numbers: every step is written down before the next one begins, so that a linking goes on after a crash where it
 * stood. Blocks while Meta is asked. Thread-safe; one linking is worked on at a time.
 */
public final class LinkingDesk {

    private static final Logger LOG = LoggerFactory.getLogger(LinkingDesk.class);

    /** A code that was about to be exchanged so long ago is lost: whoever exchanged it is no more. */
    private static final Duration EXCHANGE_LOST = Duration.ofMinutes(1);

    /** Between two tries while something stands in the way: far below Meta's 200 calls per hour (R50). */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final LinkingStore store;
    private final LinkingWork work;
    private final WishCheck wishes;
    private final NumberOwners owners;
    private final LinkingAlerts alerts;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private boolean alertsLookedAt;

    public LinkingDesk(
            LinkingStore store,
            LinkingWork work,
            TokenKeeper tokens,
            NumberOwners owners,
            NumberDirectory numbers,
            Alerts alerts,
            Clock clock) {
        this.store = store;
        this.work = work;
        this.wishes = new WishCheck(tokens, owners, numbers);
        this.owners = owners;
        this.alerts = new LinkingAlerts(alerts);
        this.clock = clock;
    }

    /**
     * Links a number as far as it goes at once. The same code again is the same linking.
     *
     * @return it is linked, failed, or waits with its trouble and goes on by itself
     * @throws LinkTroubleException when nothing was begun
     */
    public Linking link(LinkWish wish) throws LinkTroubleException {
        String hash = wish.code() == null ? null : wish.code().fingerprint();
        Optional<Linking> known = hash == null ? Optional.empty() : store.byCode(hash);
        if (known.isPresent()) {
            return known.get();
        }
        turn.lock();
        try {
            Linking begun = wishes.begin(wish, hash, clock.instant());
            if (!store.begin(begun)) {
                return hash == null ? begun : store.byCode(hash).orElse(begun);
            }
            LOG.info("{} was begun by '{}'", begun, wish.by());
            return run(begun, wish.code());
        } finally {
            turn.unlock();
        }
    }

    /** Does one step after the other, until it is over or something stands in the way. */
    private Linking run(Linking from, @Nullable Secret code) {
        Linking current = from;
        boolean goesOn = true;
        while (goesOn) {
            Optional<Linking> next = tried(current, code);
            if (next.isEmpty()) {
                // Somebody else works on it.
                return store.find(current.id()).orElse(current);
            }
            current = next.get();
            goesOn = !current.step().isOver() && current.trouble() == null;
        }
        told(current);
        return current;
    }

    private Optional<Linking> tried(Linking current, @Nullable Secret code) {
        try {
            return work.next(current, code);
        } catch (LinkTroubleException e) {
            Linking stopped = current.stopped(e.trouble(), clock.instant());
            return store.replace(current, stopped) ? Optional.of(stopped) : Optional.empty();
        }
    }

    private void told(Linking linking) {
        LinkTrouble trouble = linking.trouble();
        if (trouble == null) {
            LOG.info("{}: it is done", linking);
        } else {
            LOG.warn("{}: {}", linking, trouble.cause().detail());
        }
        if (trouble == null || trouble.isLast()) {
            alerts.over(linking);
        } else {
            alerts.waits(linking, trouble);
        }
    }

    /**
     * Tries a linking again at once.
     *
     * @param phoneNumberId which of the account's numbers is meant, null when that is known
     * @param alias another name, null for the one it has
     * @throws LinkTroubleException when there is none under this id, or it is over
     */
    public Linking again(String id, @Nullable String phoneNumberId, @Nullable String alias)
            throws LinkTroubleException {
        turn.lock();
        try {
            Linking linking = open(id);
            Linking helped = linking.helped(phoneNumberId, alias, clock.instant());
            return store.replace(linking, helped)
                    ? run(helped, null)
                    : store.find(id).orElse(linking);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Ends a linking that waits; what it brought goes with it.
     *
     * @throws LinkTroubleException when there is none under this id, it is over, or a number that was here before is linked
     *     again by it already
     */
    public Linking giveUp(String id, String by) throws LinkTroubleException {
        turn.lock();
        try {
            Linking linking = open(id);
            String words = "It was given up by '" + by + "'.";
            owners.refresh();
            return linking.step() == LinkingStep.TELL && owners.isOwned(String.valueOf(linking.phoneNumberId()))
                    ? takenOut(linking, words)
                    : ended(linking, words, store::replace);
        } finally {
            turn.unlock();
        }
    }

    private Linking takenOut(Linking linking, String words) throws LinkTroubleException {
        String number = String.valueOf(linking.phoneNumberId());
        boolean isItsOwn = linking.brought()
                && owners.ofDatabase(number)
                        .filter(row -> row.linkedAt().equals(linking.linkedAt()))
                        .isPresent();
        if (!isItsOwn) {
            throw LinkTroubleException.last(
                    Reason.WRONG_STATE,
                    "The number is linked already; what follows is tried again by itself. "
                            + (owners.isOfFile(number)
                                    ? "To be rid of it take it out of config/numbers.yaml and start the engine anew."
                                    : "DELETE /api/v1/numbers/" + number + " takes it out."));
        }
        Linking ended = ended(
                linking,
                words + " The number " + linking.alias() + " (" + number
                        + ") is taken out again. At Meta it stays linked: that is ended on the phone.",
                store::giveBack);
        letGo(number);
        return ended;
    }

    private Linking ended(Linking linking, String words, BiPredicate<Linking, Linking> write) {
        Cause cause = Cause.of(Reason.CANCELLED, words);
        Linking stopped = linking.stopped(LinkTrouble.last(cause), clock.instant());
        if (!write.test(linking, stopped)) {
            return store.find(linking.id()).orElse(linking);
        }
        told(stopped);
        return stopped;
    }

    private void letGo(String phoneNumberId) {
        owners.refresh();
        if (!owners.isOwned(phoneNumberId)) {
            alerts.endOf(phoneNumberId::equals);
        }
    }

    private Linking open(String id) throws LinkTroubleException {
        Linking linking = store.find(id)
                .orElseThrow(() -> LinkTroubleException.last(
                        Reason.NOT_FOUND, "There is no linking '" + id + "': see GET /api/v1/linking."));
        if (linking.step().isOver()) {
            throw LinkTroubleException.last(
                    Reason.WRONG_STATE,
                    "This linking is over: it is " + linking.step().code() + ".");
        }
        return linking;
    }

    /**
     * Goes on with what a crash left, and with what waits; takes over what other engines linked. The first time it ends the alerts
     * of numbers that nobody has any more.
     */
    public void resume() {
        if (!turn.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            for (Linking linking : store.open()) {
                if (!now.isBefore(linking.changedAt().plus(pause(linking)))) {
                    run(linking, null);
                }
            }
            owners.refresh();
            endAlertsOfTheGone();
        } finally {
            turn.unlock();
        }
    }

    /** Once after the start: only then has {@code numbers.yaml} fewer numbers than before. */
    private void endAlertsOfTheGone() {
        if (!alertsLookedAt) {
            alerts.endOf(owners::isNobodys);
            alertsLookedAt = true;
        }
    }

    private static Duration pause(Linking linking) {
        if (linking.step() == LinkingStep.EXCHANGE) {
            return EXCHANGE_LOST;
        }
        return linking.trouble() == null ? Duration.ZERO : PAUSE;
    }

    /** The latest linkings, whatever became of them. */
    public List<Linking> latest(int most) {
        return store.latest(most);
    }

    /**
     * A number is not ours any more: its lane stops, its alerts end, what was written and sent with it stays. It stays linked at
     * Meta: only the phone can end that (R4).
     *
     * @throws LinkTroubleException when it stands in {@code numbers.yaml}
     */
    public void remove(BusinessNumber number) throws LinkTroubleException {
        if (owners.isOfFile(number.phoneNumberId())) {
            throw LinkTroubleException.last(
                    Reason.WRONG_STATE,
                    "The number " + number
                            + " stands in config/numbers.yaml: take it out there and start the engine anew.");
        }
        turn.lock();
        try {
            store.remove(number.phoneNumberId());
            letGo(number.phoneNumberId());
            store.open().stream()
                    .filter(linking -> linking.step() == LinkingStep.TELL)
                    .filter(linking -> number.phoneNumberId().equals(linking.phoneNumberId()))
                    .forEach(linking -> run(linking, null));
        } finally {
            turn.unlock();
        }
    }
}
