package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger: what was accepted, which never changes but for the person's key, and how far it got.
 *
 * @param acceptance what was accepted
 * @param progress where it stands
 */
public record Send(Acceptance acceptance, Progress progress) {

    private static final int LONGEST_KEY = 128;

    /** The engine's id, growing with acceptance. */
    public long id() {
        return acceptance.id();
    }

    /** Where it stands. */
    public SendState state() {
        return progress.state();
    }

    /** The same send of a person who is known under this key. */
    public Send knownAs(String contact) {
        Acceptance a = acceptance;
        Recipient known = a.recipient().knownAs(contact);
        return known.equals(a.recipient())
                ? this
                : new Send(
                        new Acceptance(
                                a.id(),
                                a.phoneNumberId(),
                                a.clientId(),
                                a.contentHash(),
                                known,
                                a.priority(),
                                a.campaign(),
                                a.request(),
                                a.source(),
                                a.acceptedAt(),
                                a.notBefore(),
                                a.expiresAt(),
                                a.lineage()),
                        progress);
    }

    /** The same send, further on; the version counts up, so that only one of two rivals can write it. */
    public Send with(Progress next) {
        return new Send(acceptance, next);
    }

    /**
     * What was accepted.
     *
     * @param clientId the client's key, unique per number
     * @param contentHash SHA-256 of the canonical request in hex: the same id with another hash is a conflict
     * @param campaign the campaign's id, empty outside campaigns
     * @param request the canonical JSON of the validated request
     * @param source the API key, JMS user, table or file that it came from
     * @param lineage the earlier send that it was made of, null for the first of a request
     */
    public record Acceptance(
            long id,
            String phoneNumberId,
            String clientId,
            String contentHash,
            Recipient recipient,
            Priority priority,
            String campaign,
            String request,
            String source,
            Instant acceptedAt,
            @Nullable Instant notBefore,
            Instant expiresAt,
            @Nullable Lineage lineage) {

        /** The first send of its request. */
        public Acceptance(
                long id,
                String phoneNumberId,
                String clientId,
                String contentHash,
                Recipient recipient,
                Priority priority,
                String campaign,
                String request,
                String source,
                Instant acceptedAt,
                @Nullable Instant notBefore,
                Instant expiresAt) {
            this(
                    id,
                    phoneNumberId,
                    clientId,
                    contentHash,
                    recipient,
                    priority,
                    campaign,
                    request,
                    source,
                    acceptedAt,
                    notBefore,
                    expiresAt,
                    null);
        }

        /** Which send of its request it is: 0 for the first. */
        public int generation() {
            return lineage == null ? 0 : lineage.generation();
        }
    }

    /**
     * How far a send got.
     *
     * @param place where the feeder sees it
     * @param cause why it is held, unknown or ended, null on the straight way
     * @param wakeAt when the ledger must look at it again by itself: due or expired, whichever is first
     * @param attempt how many requests were marked so far
     * @param mode how the last request left
     * @param waId Meta's own id of the recipient
     * @param pricing Meta's price category and type, as JSON
     * @param version counts up with every change
     */
    public record Progress(
            SendState state,
            LanePlace place,
            @Nullable Cause cause,
            @Nullable Instant wakeAt,
            int attempt,
            @Nullable MessageMode mode,
            @Nullable String wamid,
            @Nullable String waId,
            boolean pacing,
            @Nullable String pricing,
            Instant changedAt,
            int version) {

        /** A new state with nothing else carried into it but what belongs to the message itself. */
        Progress to(
                SendState next, LanePlace nextPlace, @Nullable Cause nextCause, @Nullable Instant wake, Instant now) {
            return new Progress(
                    next, nextPlace, nextCause, wake, attempt, mode, wamid, waId, pacing, pricing, now, version + 1);
        }
    }

    /** A send as it is first written: ready, or waiting for its not-before. */
    public static Send accepted(Acceptance acceptance) {
        Instant notBefore = acceptance.notBefore();
        boolean waits = notBefore != null && notBefore.isAfter(acceptance.acceptedAt());
        Instant wakeAt = waits && notBefore != null && notBefore.isBefore(acceptance.expiresAt())
                ? notBefore
                : acceptance.expiresAt();
        Progress start = new Progress(
                SendState.ACCEPTED,
                waits ? LanePlace.WAITING : LanePlace.READY,
                null,
                wakeAt,
                0,
                null,
                null,
                null,
                false,
                null,
                acceptance.acceptedAt(),
                0);
        return new Send(acceptance, start);
    }

    /** The feeder moves it into its lane. */
    public Send queued(Instant now) {
        return with(progress.to(SendState.QUEUED, LanePlace.TAKEN, progress.cause(), null, now));
    }

    /** Out of the lane again, untouched: the number was paused, or the engine stopped. */
    public Send backFromLane(Instant now) {
        return with(progress.to(SendState.ACCEPTED, LanePlace.READY, null, acceptance.expiresAt(), now));
    }

    /** Its time has come: not-before, retry or window. */
    public Send ready(Instant now) {
        return with(progress.to(progress.state(), LanePlace.READY, progress.cause(), acceptance.expiresAt(), now));
    }

    /** The mark, the last step before the request leaves: from here on a crash leaves it unknown. */
    public Send sending(MessageMode mode, Instant now) {
        Progress next = progress.to(SendState.SENDING, LanePlace.TAKEN, null, null, now);
        return with(new Progress(
                next.state(),
                next.place(),
                null,
                null,
                progress.attempt() + 1,
                mode,
                null,
                null,
                false,
                null,
                now,
                next.version()));
    }

    /**
     * The answer is recorded.
     *
     * @param patience how long statuses are waited for from now on
     */
    public Send after(Outcome outcome, Patience patience, Instant now) {
        if (outcome instanceof Outcome.Submitted submitted) {
            Progress next =
                    progress.to(SendState.SUBMITTED, LanePlace.OBSERVED, null, now.plus(patience.status()), now);
            return with(new Progress(
                    next.state(),
                    next.place(),
                    doubled(),
                    next.wakeAt(),
                    progress.attempt(),
                    progress.mode(),
                    submitted.wamid(),
                    submitted.waId(),
                    submitted.pacing(),
                    progress.pricing(),
                    now,
                    next.version()));
        }
        if (outcome instanceof Outcome.Retry retry) {
            return heldForRetry(retry.cause(), now.plus(retry.after()), now);
        }
        if (outcome instanceof Outcome.Wait wait) {
            Duration atMost = wait.atMost();
            return atMost == null ? heldInLine(wait.cause(), now) : heldUntil(wait.cause(), now.plus(atMost), now);
        }
        if (outcome instanceof Outcome.Reroute reroute) {
            return heldInLine(reroute.cause(), now);
        }
        if (outcome instanceof Outcome.Failed failed) {
            return ended(SendState.FAILED, failed.cause(), now);
        }
        return unanswered(((Outcome.Unknown) outcome).cause(), patience, now);
    }

    /** That the person has the same message twice is said for good, whatever happens to this one. */
    private @Nullable Cause doubled() {
        Cause cause = progress.cause();
        return cause != null && cause.reason() == Reason.ALSO_DELIVERED ? cause : null;
    }

    /** It left and nobody knows whether it arrived: a status may tell, and after a while a person must. */
    public Send unanswered(Cause cause, Patience patience, Instant now) {
        return with(progress.to(SendState.UNKNOWN, LanePlace.OBSERVED, cause, now.plus(patience.answer()), now));
    }

    /** No status told of it in time: from now on a person must decide; a status that comes late still settles it. */
    public Send undecided(Cause cause, Instant now) {
        return with(progress.to(SendState.UNKNOWN, LanePlace.OBSERVED, cause, null, now));
    }

    /** Whether it is a person's to decide: resend it, or close it. */
    public boolean isUndecided() {
        return state() == SendState.UNKNOWN && progress.place() == LanePlace.OBSERVED && progress.wakeAt() == null;
    }

    /** Looked at again at the given time; nothing else changes, not even since when it stands where it is. */
    public Send observedUntil(Instant wakeAt) {
        return with(progress.to(progress.state(), LanePlace.OBSERVED, progress.cause(), wakeAt, progress.changedAt()));
    }

    /** Nothing is waited for any more; a status that comes all the same still lifts it. */
    public Send closed(@Nullable Cause cause, Instant now) {
        return with(progress.to(progress.state(), LanePlace.DONE, cause, null, now));
    }

    /** The same state with something to say about it. */
    public Send noted(Cause cause, Instant now) {
        return with(progress.to(progress.state(), progress.place(), cause, progress.wakeAt(), now));
    }

    /** The same state, with the price that came after it. */
    public Send priced(String pricing, Instant now) {
        return with(new Progress(
                progress.state(),
                progress.place(),
                progress.cause(),
                progress.wakeAt(),
                progress.attempt(),
                progress.mode(),
                progress.wamid(),
                progress.waId(),
                progress.pacing(),
                pricing,
                now,
                progress.version() + 1));
    }

    /** Its time is over; what it waited for until then stands in the detail. */
    public Send expired(Instant now) {
        Cause waited = progress.cause();
        Cause over = waited == null
                ? Cause.of(Reason.EXPIRED)
                : Cause.of(
                        Reason.EXPIRED,
                        Reason.EXPIRED.advice() + " It waited for " + waited.code() + ": " + waited.detail());
        return ended(SendState.EXPIRED, over, now);
    }

    /** Held, and fed again as soon as nothing holds its number back. */
    private Send heldInLine(Cause cause, Instant now) {
        return with(progress.to(SendState.HELD, LanePlace.READY, cause, acceptance.expiresAt(), now));
    }

    /** Held until its retry is due; the person's later sends wait behind it. */
    public Send heldForRetry(Cause cause, Instant due, Instant now) {
        return with(progress.to(SendState.HELD, LanePlace.BACKOFF, cause, earlier(due), now));
    }

    /** Held until a limit or a time lets it go; blocks nobody. */
    public Send heldUntil(Cause cause, Instant until, Instant now) {
        return with(progress.to(SendState.HELD, LanePlace.WAITING, cause, earlier(until), now));
    }

    /** Held until the person writes; looked at again when it expires. */
    public Send heldForWindow(Cause cause, Instant now) {
        return with(progress.to(SendState.HELD, LanePlace.WAITING, cause, acceptance.expiresAt(), now));
    }

    /** An operator holds it: it blocks nobody and has no due time; it ends when it expires. */
    public Send onHold(Cause cause, Instant now) {
        return with(progress.to(SendState.HELD, LanePlace.WAITING, cause, acceptance.expiresAt(), now));
    }

    /** No longer on hold: ready, or waiting for its not-before as when it was accepted. */
    public Send released(Instant now) {
        Instant notBefore = acceptance.notBefore();
        return notBefore != null && notBefore.isAfter(now)
                ? with(progress.to(SendState.ACCEPTED, LanePlace.WAITING, null, earlier(notBefore), now))
                : backFromLane(now);
    }

    /** Whether an operator holds it. */
    public boolean isOnHold() {
        Cause cause = progress.cause();
        return progress.state() == SendState.HELD
                && progress.place() == LanePlace.WAITING
                && cause != null
                && cause.reason() == Reason.ON_HOLD;
    }

    /** An end, or unknown, which may still be settled. */
    public Send ended(SendState end, Cause cause, Instant now) {
        return with(progress.to(end, LanePlace.DONE, cause, null, now));
    }

    /**
     * A status lifted it; {@code lifted} comes from {@link DeliveryStatus#lift}. What is only sent is still waited for; what
     * was delivered may stay so.
     */
    public Send lifted(
            SendState lifted,
            @Nullable Cause cause,
            String wamid,
            @Nullable String pricing,
            Patience patience,
            Instant now) {
        boolean waitsForDelivery = lifted == SendState.SENT;
        Cause told = cause != null ? cause : doubled();
        Progress next = progress.to(
                lifted,
                waitsForDelivery ? LanePlace.OBSERVED : LanePlace.DONE,
                told,
                waitsForDelivery ? now.plus(patience.delivery()) : null,
                now);
        return with(new Progress(
                next.state(),
                next.place(),
                told,
                next.wakeAt(),
                progress.attempt(),
                progress.mode(),
                wamid,
                progress.waId(),
                progress.pacing(),
                pricing != null ? pricing : progress.pricing(),
                now,
                next.version()));
    }

    /**
     * A new send of the same request.
     *
     * @param id its own id
     * @param notBefore when it may leave, null for at once
     */
    public Send successor(long id, @Nullable Instant notBefore, Instant expiresAt, Instant now) {
        Acceptance a = acceptance;
        return accepted(new Acceptance(
                id,
                a.phoneNumberId(),
                a.clientId(),
                a.contentHash(),
                a.recipient(),
                a.priority(),
                a.campaign(),
                a.request(),
                a.source(),
                now,
                notBefore,
                expiresAt,
                new Lineage(a.id(), a.generation() + 1)));
    }

    /**
     * A new send of the same request that a person asked for once more, with a key that says which attempt it is: {@code -r2} behind
     * the client's own for the second. A key that has no room for it stays as it is.
     *
     * @param id its own id
     */
    public Send again(long id, Instant expiresAt, Instant now) {
        Send next = successor(id, null, expiresAt, now);
        Acceptance a = next.acceptance;
        String before = "-r" + a.generation();
        String key = a.clientId();
        String own = acceptance.generation() > 0 && key.endsWith(before)
                ? key.substring(0, key.length() - before.length())
                : key;
        String numbered = own + "-r" + (a.generation() + 1);
        return accepted(new Acceptance(
                id,
                a.phoneNumberId(),
                numbered.length() <= LONGEST_KEY ? numbered : key,
                a.contentHash(),
                a.recipient(),
                a.priority(),
                a.campaign(),
                a.request(),
                a.source(),
                now,
                null,
                expiresAt,
                a.lineage()));
    }

    /** How long it could wait from its acceptance, or its not-before, to its expiry. */
    public Duration life() {
        Instant from = acceptance.notBefore() != null && acceptance.notBefore().isAfter(acceptance.acceptedAt())
                ? acceptance.notBefore()
                : acceptance.acceptedAt();
        return Duration.between(from, acceptance.expiresAt());
    }

    /** Whether its time to be sent is over. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(acceptance.expiresAt());
    }

    private Instant earlier(Instant due) {
        return due.isBefore(acceptance.expiresAt()) ? due : acceptance.expiresAt();
    }
}
