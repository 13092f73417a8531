package dev.tandem.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger: what was accepted, which never changes, and how far it got.
 *
 * @param acceptance what was accepted
 * @param progress where it stands
 */
public record Send(Acceptance acceptance, Progress progress) {

    /** The engine's id, growing with acceptance. */
    public long id() {
        return acceptance.id();
    }

    /** Where it stands. */
    public SendState state() {
        return progress.state();
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
            Instant expiresAt) {}

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

    /** The answer is recorded. */
    public Send after(Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Submitted submitted) {
            Progress next = progress.to(SendState.SUBMITTED, LanePlace.DONE, null, null, now);
            return with(new Progress(
                    next.state(),
                    next.place(),
                    null,
                    null,
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
        if (outcome instanceof Outcome.Failed failed) {
            return ended(SendState.FAILED, failed.cause(), now);
        }
        return ended(SendState.UNKNOWN, ((Outcome.Unknown) outcome).cause(), now);
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

    /** A status lifted it; {@code lifted} comes from {@link DeliveryStatus#lift}. */
    public Send lifted(SendState lifted, @Nullable Cause cause, String wamid, @Nullable String pricing, Instant now) {
        Progress next = progress.to(lifted, LanePlace.DONE, cause, null, now);
        return with(new Progress(
                next.state(),
                next.place(),
                cause,
                null,
                progress.attempt(),
                progress.mode(),
                wamid,
                progress.waId(),
                progress.pacing(),
                pricing != null ? pricing : progress.pricing(),
                now,
                next.version()));
    }

    /** Whether its time to be sent is over. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(acceptance.expiresAt());
    }

    private Instant earlier(Instant due) {
        return due.isBefore(acceptance.expiresAt()) ? due : acceptance.expiresAt();
    }
}
