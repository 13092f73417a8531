package dev.tandem.consent;

import dev.tandem.domain.Cause;
import dev.tandem.domain.OptInPolicy;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Wish;
import dev.tandem.send.LaneCheck;
import java.util.List;
import java.util.Map;
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
        Optional<Cause> optedOut = optedOut(leaving, told);
        if (optedOut.isPresent()) {
            return optedOut.map(Obstacle.Refuse::new);
        }
        return mayBegin(leaving, told) ? Optional.empty() : withoutOptIn(leaving, contact);
    }

    @Override
    public List<List<Foreseen>> foresee(List<Leaving> leavings) {
        Map<String, List<Wish>> told = wishes.ofAll(leavings.stream()
                .map(leaving -> leaving.send().acceptance().recipient().contact())
                .distinct()
                .toList());
        return leavings.stream().map(leaving -> foresee(leaving, told)).toList();
    }

    private List<Foreseen> foresee(Leaving leaving, Map<String, List<Wish>> allTold) {
        String contact = leaving.send().acceptance().recipient().contact();
        List<Wish> told = allTold.getOrDefault(contact, List.of());
        Optional<Cause> optedOut = optedOut(leaving, told);
        if (optedOut.isPresent()) {
            return List.of(new Foreseen(optedOut.get(), true));
        }
        return mayBegin(leaving, told)
                ? List.of()
                : List.of(new Foreseen(noOptIn(contact), policy == OptInPolicy.REQUIRE));
    }

    private Optional<Cause> optedOut(Leaving leaving, List<Wish> told) {
        String contact = leaving.send().acceptance().recipient().contact();
        String number = leaving.number().phoneNumberId();
        Optional<Wish> nothing = Wish.standing(told, Wish.Kind.NOTHING, number);
        if (nothing.isPresent()) {
            return Optional.of(optedOut(nothing.get(), "no messages at all", contact));
        }
        return Wish.standing(told, Wish.Kind.NO_MARKETING, number)
                .filter(wish -> LeavingTemplate.isMarketing(leaving, categories))
                .map(wish -> optedOut(wish, "no marketing, and the template is marketing", contact));
    }

    private static boolean mayBegin(Leaving leaving, List<Wish> told) {
        return leaving.windowOpen()
                || Wish.standing(told, Wish.Kind.OPT_IN, leaving.number().phoneNumberId())
                        .isPresent();
    }

    private static Cause optedOut(Wish wish, String what, String contact) {
        String where = wish.phoneNumberId() == null ? "every number" : "the number " + wish.phoneNumberId();
        return Cause.of(
                Reason.OPTED_OUT,
                "The person " + contact + " wants " + what + " (told by '" + wish.source() + "' at " + wish.at()
                        + " for " + where + "). If that has changed, take it back with DELETE /api/v1/opt-outs/"
                        + contact + "; otherwise leave the person out.");
    }

    private static Cause noOptIn(String contact) {
        return Cause.of(
                Reason.NO_OPT_IN,
                "The window is closed, so the business begins this talk, and no opt-in of " + contact
                        + " is recorded. Record it with PUT /api/v1/opt-ins/" + contact
                        + " once the person agreed, or change tandem.consent.opt-in.");
    }

    private Optional<Obstacle> withoutOptIn(Leaving leaving, String contact) {
        switch (policy) {
            case REQUIRE -> {
                return Optional.of(new Obstacle.Refuse(noOptIn(contact)));
            }
            case WARN -> warnings.left(leaving.number(), leaving.send().id());
            case OFF -> {
                // The operator answers for it.
            }
        }
        return Optional.empty();
    }
}
