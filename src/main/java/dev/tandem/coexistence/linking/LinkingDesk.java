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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links numbers: every step is written down before the next one begins, so that a linking goes on after a crash where it
 * stood. Blocks while Meta is asked. Thread-safe; one linking is worked on at a time.
 */
public final class LinkingDesk {

    /** The alert of a linking that waits for a person. */
    static final String WAITS = "linking_waits";

    private static final Logger LOG = LoggerFactory.getLogger(LinkingDesk.class);

    /** A code that was about to be exchanged so long ago is lost: whoever exchanged it is no more. */
    private static final Duration EXCHANGE_LOST = Duration.ofMinutes(1);

    /** Between two tries while something stands in the way: far below Meta's 200 calls per hour (R50). */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final LinkingStore store;
    private final LinkingWork work;
    private final WishCheck wishes;
    private final NumberOwners owners;
    private final Alerts alerts;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();

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
        this.alerts = alerts;
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
            alerts.clear(WAITS, linking.id());
        } else {
            String number = linking.phoneNumberId() == null ? "" : linking.phoneNumberId();
            alerts.raise(
                    WAITS,
                    linking.id(),
                    number,
                    "The linking of account " + linking.wabaId() + " waits: "
                            + trouble.cause().detail() + " It is tried again every 5 minutes; POST /api/v1/linking/"
                            + linking.id() + "/retry tries at once, DELETE /api/v1/linking/" + linking.id()
                            + " gives it up.");
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
     * Ends a linking that waits; nothing that it brought is kept.
     *
     * @throws LinkTroubleException when there is none under this id, or it is over
     */
    public Linking giveUp(String id, String by) throws LinkTroubleException {
        turn.lock();
        try {
            Linking linking = open(id);
            Cause cause = Cause.of(Reason.CANCELLED, "It was given up by '" + by + "'.");
            Linking stopped = linking.stopped(LinkTrouble.last(cause), clock.instant());
            if (store.replace(linking, stopped)) {
                told(stopped);
                return stopped;
            }
            return store.find(id).orElse(linking);
        } finally {
            turn.unlock();
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

    /** Goes on with what a crash left, and with what waits; takes over what other engines linked. */
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
        } finally {
            turn.unlock();
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
            owners.refresh();
            endAlerts(number.phoneNumberId());
        } finally {
            turn.unlock();
        }
    }

    /** No round looks at the number any more. A linking that waits stands by itself. */
    private void endAlerts(String phoneNumberId) {
        alerts.standing().stream()
                .filter(alert -> alert.phoneNumberId().equals(phoneNumberId))
                .filter(alert -> !alert.code().equals(WAITS))
                .forEach(alert -> alerts.clear(alert.code(), alert.subject()));
    }
}
