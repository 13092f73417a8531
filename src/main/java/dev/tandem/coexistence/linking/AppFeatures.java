package dev.tandem.coexistence.linking;

import dev.tandem.coexistence.linking.Preconditions.Precondition;
import dev.tandem.coexistence.linking.Preconditions.State;
import java.util.List;

/**
 * What becomes of the app's features when a number is linked, for a person to know before. Source: Meta's table of features in its
 * page about onboarding users of the WhatsApp Business app.
 */
final class AppFeatures {

    private AppFeatures() {}

    static List<Precondition> all() {
        return List.of(
                feature(
                        "chats",
                        "Chats with one person go on in the app and are mirrored both ways; those of the last 180 days can be"
                                + " fetched (R21). A message can be edited for 15 minutes and deleted for all for 2 days, on the phone"
                                + " on which it was written (R33): both show here, with what it said before. What is written in the app costs"
                                + " nothing; of what the API sends Meta charges what is delivered, since October 2026 also free messages and"
                                + " utility templates in an open window (R84, R85), but reactions are neither charged nor counted (R87)."),
                feature(
                        "contacts",
                        "The phone book stays as it is. Of its contacts those with WhatsApp come over, and every later edit of them"
                                + " (R29); the others are only on the phone."),
                feature(
                        "features",
                        "In chats with one person disappearing messages, view-once and live location are switched off. There are no"
                                + " new broadcast lists, and old ones can only be read: write to many with templates."),
                feature(
                        "phone_only",
                        "Groups, voice and video calls, channels, catalogue, orders, status, the profile, labels, quick replies and"
                                + " marketing messages of the app go on there as before and stay on the phone alone: nothing of them comes"
                                + " over, but a person's order may come as a message. Look on the phone for them."),
                feature(
                        "automatic_answers",
                        "Greetings and away messages stay with the app, and what it answers by itself may double what a bot says:"
                                + " switch one of both off."));
    }

    private static Precondition feature(String code, String text) {
        return new Precondition(code, State.ASK, text);
    }
}
