package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.template.Template;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a send beyond its form and the number's limits: a window that is closed or said to be, a person
 * who wants no marketing or is gone, a file that Meta does not have, a template that is held, a reaction without target. Some of it is told in the
 * answer, some by a {@code failed} after it, and some as switched. Thread-safe.
 */
final class SendRules {
    private final Behaviour behaviour;
    private final Dice dice;
    private final Recipients recipients;
    private final SentMedia media;

    SendRules(Behaviour behaviour, Dice dice, Recipients recipients, SentMedia media) {
        this.behaviour = behaviour;
        this.dice = dice;
        this.recipients = recipients;
        this.media = media;
    }

    /**
     * A send whose form is right.
     *
     * @param phoneNumberId the number that sends
     * @param template the template it uses, null for a free-form message
     */
    record Send(
            String phoneNumberId,
            String type,
            ObjectNode body,
            @Nullable Template template,
            Chat chat) {}

    /**
     * What is known before the limits are asked.
     *
     * @param held whether the template is held for its quality
     * @param failure what fails the send after it was accepted, null if nothing does so far
     */
    record Outlook(boolean held, @Nullable MetaException failure) {}

    /** Looks at a send before it counts to anything; throws what is told in the answer. */
    Outlook before(Send send) {
        boolean isTemplate = send.template() != null;
        boolean held = isTemplate && dice.chance(behaviour.rate(Switch.HELD_FOR_QUALITY_RATE));
        if (!isTemplate && dice.chance(behaviour.rate(Switch.OPEN_WINDOW_REFUSAL_RATE))) {
            return new Outlook(held, asSwitched(Switch.CLOSED_WINDOW, windowClosed()));
        }
        if (isMarketing(send.template()) && send.chat().marketingStopped()) {
            MetaException stopped = new MetaException(
                    MetaError.MARKETING_STOPPED, "this user stopped marketing messages of the business");
            return new Outlook(held, asSwitched(Switch.OPT_OUT_REFUSAL, stopped));
        }
        MetaException noFile = media.refusal(
                        send.phoneNumberId(),
                        send.body(),
                        behaviour.text(Switch.UNKNOWN_MEDIA).equals("async"))
                .orElse(null);
        return new Outlook(held, noFile == null ? null : asSwitched(Switch.UNKNOWN_MEDIA, noFile));
    }

    /** What fails an accepted send later, null if nothing does. */
    @Nullable
    MetaException later(Send send, Outlook outlook, boolean windowOpen, Instant now) {
        if (outlook.failure() != null) {
            return outlook.failure();
        }
        MetaException gone = recipients.unreachable(send.chat().person());
        if (gone != null) {
            return gone;
        }
        if (send.template() == null && !windowOpen) {
            return windowClosed();
        }
        if (outlook.held() && behaviour.on(Switch.HELD_FAILS)) {
            return new MetaException(MetaError.TEMPLATE_PAUSED, "the template did badly while this message was held");
        }
        return send.type().equals("reaction")
                ? Reactions.failure(send.chat(), send.body().path("reaction"), now)
                : null;
    }

    private MetaException asSwitched(Switch syncOrAsync, MetaException refusal) {
        if (behaviour.text(syncOrAsync).equals("sync")) {
            throw refusal;
        }
        return refusal;
    }

    private static boolean isMarketing(@Nullable Template template) {
        return template != null && template.category().equals("MARKETING");
    }

    private static MetaException windowClosed() {
        return new MetaException(
                MetaError.WINDOW_CLOSED,
                "more than 24 hours have passed since this user last wrote to the number, or the user has not"
                        + " written since it was linked; only templates may be sent");
    }
}
