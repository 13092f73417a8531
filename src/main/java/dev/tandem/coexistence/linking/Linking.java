package dev.tandem.coexistence.linking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One linking of a number, from the request to the number that works.
 *
 * @param alias the name that was asked for, empty when the number has one already
 * @param phoneNumberId null until it is known
 * @param codeHash of the code it began with, null when it began with a token
 * @param token as the {@link TokenKeeper} keeps it, null before there is one
 * @param settings null: those that the number has, or the standard ones
 * @param linkedAt null until it is known
 * @param trouble what stood in its way at the last try, null when nothing did
 * @param startedBy the name of the API key
 * @param version counts the changes: who changes a linking that another changed meanwhile loses
 */
public record Linking(
        String id,
        LinkingStep step,
        String alias,
        String wabaId,
        @Nullable String phoneNumberId,
        @Nullable String codeHash,
        @Nullable String token,
        @Nullable NumberSettings settings,
        @Nullable Instant linkedAt,
        @Nullable LinkTrouble trouble,
        String startedBy,
        Instant startedAt,
        Instant changedAt,
        int version) {

    /** Goes on to another step, with nothing in its way. */
    Linking at(LinkingStep next, Instant now) {
        return changed(next, alias, phoneNumberId, token, linkedAt, null, now);
    }

    Linking withToken(String kept, Instant now) {
        return changed(firstWith(phoneNumberId), alias, phoneNumberId, kept, linkedAt, null, now);
    }

    /** Where a linking stands once there is a token. */
    static LinkingStep firstWith(@Nullable String phoneNumberId) {
        return phoneNumberId == null ? LinkingStep.FIND : LinkingStep.READ;
    }

    Linking withNumber(String found, Instant now) {
        return changed(LinkingStep.READ, alias, found, token, linkedAt, null, now);
    }

    /** The number is ours: its token lives on with it, and not here. */
    Linking taken(Instant when, Instant now) {
        return changed(LinkingStep.TELL, alias, phoneNumberId, null, when, null, now);
    }

    /** Waits with its trouble, or ends with it and without its token. */
    Linking stopped(LinkTrouble met, Instant now) {
        return met.isLast()
                ? changed(LinkingStep.FAILED, alias, phoneNumberId, null, linkedAt, met, now)
                : changed(step, alias, phoneNumberId, token, linkedAt, met, now);
    }

    /** What a person added to it. */
    Linking helped(@Nullable String number, @Nullable String name, Instant now) {
        boolean found = number != null && step == LinkingStep.FIND;
        return changed(
                found ? LinkingStep.READ : step,
                name == null ? alias : name,
                number == null ? phoneNumberId : number,
                token,
                linkedAt,
                null,
                now);
    }

    private Linking changed(
            LinkingStep next,
            String name,
            @Nullable String number,
            @Nullable String kept,
            @Nullable Instant when,
            @Nullable LinkTrouble met,
            Instant now) {
        return new Linking(
                id,
                next,
                name,
                wabaId,
                number,
                codeHash,
                kept,
                settings,
                when,
                met,
                startedBy,
                startedAt,
                now,
                version + 1);
    }

    /** Without token and code, so that it can stand in a log. */
    @Override
    public String toString() {
        return "linking " + id + " (" + step.code() + ", account " + wabaId + ")";
    }
}
