package dev.tandem.coexistence.linking;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One linking of a number, from the request to the number that works.
 *
 * @param alias the name that was asked for, empty when the number has one already
 * @param phoneNumberId null until it is known
 * @param displayPhoneNumber in digits with country code, empty until it is known
 * @param codeHash of the code it began with, null when it began with a token
 * @param token null before there is one, and where that of {@code numbers.yaml} is used alone
 * @param settings null: those that the number has, or the standard ones
 * @param linkedAt null until it is known
 * @param brought whether it brought a number that nobody had before
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
        String displayPhoneNumber,
        @Nullable String codeHash,
        @Nullable KeptToken token,
        @Nullable NumberSettings settings,
        @Nullable Instant linkedAt,
        boolean brought,
        @Nullable LinkTrouble trouble,
        String startedBy,
        Instant startedAt,
        Instant changedAt,
        int version) {

    /** Goes on to another step, with nothing in its way. */
    Linking at(LinkingStep next, Instant now) {
        return changed(next, alias, phoneNumberId, displayPhoneNumber, token, linkedAt, brought, null, now);
    }

    Linking withToken(KeptToken kept, Instant now) {
        return changed(
                firstWith(phoneNumberId), alias, phoneNumberId, displayPhoneNumber, kept, linkedAt, false, null, now);
    }

    /** Where a linking stands once there is a token. */
    static LinkingStep firstWith(@Nullable String phoneNumberId) {
        return phoneNumberId == null ? LinkingStep.FIND : LinkingStep.READ;
    }

    Linking withNumber(String found, Instant now) {
        return changed(LinkingStep.READ, alias, found, displayPhoneNumber, token, linkedAt, false, null, now);
    }

    /** The number can be linked: from now on its webhooks are taken for its own. */
    Linking readAs(String name, String digits, Instant when, Instant now) {
        return changed(LinkingStep.SUBSCRIBE, name, phoneNumberId, digits, token, when, false, null, now);
    }

    /** The number that it is about to bring; empty before it is read and after it is over. */
    public Optional<LinkedNumber> newcomer() {
        if (step != LinkingStep.SUBSCRIBE || phoneNumberId == null || token == null || linkedAt == null) {
            return Optional.empty();
        }
        NumberSettings chosen = settings == null ? NumberSettings.STANDARD : settings;
        return Optional.of(new LinkedNumber(phoneNumberId, alias, displayPhoneNumber, wabaId, token, linkedAt, chosen));
    }

    /**
     * The number is ours: its token lives on with it or in the file, and not here.
     *
     * @param isNew whether nobody had it before
     */
    Linking taken(Instant when, boolean isNew, Instant now) {
        return changed(LinkingStep.TELL, alias, phoneNumberId, displayPhoneNumber, null, when, isNew, null, now);
    }

    /** Waits with its trouble, or ends with it and without its token. */
    Linking stopped(LinkTrouble met, Instant now) {
        return met.isLast()
                ? changed(
                        LinkingStep.FAILED, alias, phoneNumberId, displayPhoneNumber, null, linkedAt, brought, met, now)
                : changed(step, alias, phoneNumberId, displayPhoneNumber, token, linkedAt, brought, met, now);
    }

    /** Whether it can be given up: not while it waits with a number that was here before, because that is linked already. */
    boolean canBeGivenUp() {
        return step != LinkingStep.TELL || brought;
    }

    /** What a person added to it; once the number is ours, there is nothing to add. */
    Linking helped(@Nullable String number, @Nullable String name, Instant now) {
        if (step == LinkingStep.TELL) {
            return at(LinkingStep.TELL, now);
        }
        boolean found = number != null && step == LinkingStep.FIND;
        return changed(
                found ? LinkingStep.READ : step,
                name == null ? alias : name,
                number == null ? phoneNumberId : number,
                displayPhoneNumber,
                token,
                linkedAt,
                false,
                null,
                now);
    }

    private Linking changed(
            LinkingStep next,
            String name,
            @Nullable String number,
            String digits,
            @Nullable KeptToken kept,
            @Nullable Instant when,
            boolean isNew,
            @Nullable LinkTrouble met,
            Instant now) {
        return new Linking(
                id,
                next,
                name,
                wabaId,
                number,
                digits,
                codeHash,
                kept,
                settings,
                when,
                isNew,
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
