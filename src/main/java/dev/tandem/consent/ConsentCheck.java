package dev.tandem.consent;

import dev.tandem.domain.Cause;
import dev.tandem.domain.OptInPolicy;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Wish;
import dev.tandem.send.LaneCheck;
import java.util.List;
import java.util.Optional;

/**
 * Lets nothing leave that the person does not want (R79), and, where the policy says so, nothing that the business begins
 * without the person's recorded consent (R80). It reads; it never writes. Thread-safe.
 */
public final class ConsentCheck implements LaneCheck {

    private final Wishes wishes;
    private final Categories categories;
    private final OptInPolicy policy;
    private final OptInWarnings warnings;

    public ConsentCheck(Wishes wishes, Categories categories, OptInPolicy policy, OptInWarnings warnings) {
        this.wishes = wishes;
        this.categories = categories;
        this.policy = policy;
        this.warnings = warnings;
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        String contact = leaving.send().acceptance().recipient().contact();
        List<Wish> told = wishes.of(contact);
        String number = leaving.number().phoneNumberId();
        Optional<Wish> nothing = Wish.standing(told, Wish.Kind.NOTHING, number);
        if (nothing.isPresent()) {
            return refuse(nothing.get(), "no messages at all", contact);
        }
        Optional<Wish> noMarketing = Wish.standing(told, Wish.Kind.NO_MARKETING, number);
        if (noMarketing.isPresent() && LeavingTemplate.isMarketing(leaving, categories)) {
            return refuse(noMarketing.get(), "no marketing, and the template is marketing", contact);
        }
        boolean consented = Wish.standing(told, Wish.Kind.OPT_IN, number).isPresent();
        return leaving.windowOpen() || consented ? Optional.empty() : withoutOptIn(leaving, contact);
    }

    private static Optional<Obstacle> refuse(Wish wish, String what, String contact) {
        String where = wish.phoneNumberId() == null ? "every number" : "the number " + wish.phoneNumberId();
        return Optional.of(new Obstacle.Refuse(Cause.of(
                Reason.OPTED_OUT,
                "The person " + contact + " wants " + what + " (told by '" + wish.source() + "' at " + wish.at()
                        + " for " + where + "). If that has changed, take it back with DELETE /api/v1/opt-outs/"
                        + contact + "; otherwise leave the person out.")));
    }

    private Optional<Obstacle> withoutOptIn(Leaving leaving, String contact) {
        switch (policy) {
            case REQUIRE -> {
                return Optional.of(new Obstacle.Refuse(Cause.of(
                        Reason.NO_OPT_IN,
                        "The window is closed, so the business begins this talk, and no opt-in of " + contact
                                + " is recorded. Record it with PUT /api/v1/opt-ins/" + contact
                                + " once the person agreed, or change tandem.consent.opt-in.")));
            }
            case WARN -> warnings.left(leaving.number(), leaving.send().id());
            case OFF -> {
                // The operator answers for it.
            }
        }
        return Optional.empty();
    }
}
