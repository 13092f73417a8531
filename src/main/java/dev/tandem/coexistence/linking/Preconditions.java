package dev.tandem.coexistence.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What must hold before a number is linked: some of it the engine sees by itself, the rest only a person can. Thread-safe. */
public final class Preconditions {

    private final LinkRules rules;
    private final MetaAccount meta;
    private final TokenKeeper tokens;

    /** Whether one of them holds. */
    public enum State {
        /** It holds. */
        OK,
        /** It does not: nothing can be linked before. */
        MISSING,
        /** It could not be found out. */
        UNKNOWN,
        /** A person must look. */
        ASK
    }

    /**
     * One of them.
     *
     * @param code a word for programs
     * @param text what must hold, and what to do
     */
    public record Precondition(String code, State state, String text) {}

    public Preconditions(LinkRules rules, MetaAccount meta, TokenKeeper tokens) {
        this.rules = rules;
        this.meta = meta;
        this.tokens = tokens;
    }

    public LinkRules rules() {
        return rules;
    }

    /** All of them in the order in which a person goes through them. Asks Meta one thing. */
    public List<Precondition> all() {
        List<Precondition> all = new ArrayList<>();
        all.add(new Precondition(
                "app_configured",
                rules.canSignUp() ? State.OK : State.MISSING,
                "The app and its configuration of Embedded Signup are known: tandem.meta.app-id and"
                        + " tandem.meta.configuration-id. Without them a number can only be linked with its token. The"
                        + " configuration must be of version 4, made by choosing products: version 2 ended on October"
                        + " 15, 2026. The app must be one of a solution partner or tech provider (R3)."));
        all.add(fields());
        all.add(new Precondition(
                "token_key",
                tokens.hasKey() ? State.OK : State.MISSING,
                "Tokens can be kept sealed: TANDEM_TOKEN_KEY holds 32 bytes in base64, as openssl rand -base64 32 makes them."
                        + " Without it only tokenRef can be used."));
        all.add(ask(
                "app_version",
                "The phone has WhatsApp Business " + LinkRules.APP_VERSION
                        + " or newer (R1). Update it in the store first."));
        all.add(ask(
                "number_in_app",
                "The number is in use in the WhatsApp Business app, not in the consumer app (R2). Move it there first, and use"
                        + " it for a while."));
        all.add(ask("country", country()));
        all.add(
                ask(
                        "companions",
                        "Linking signs out every companion device, up to four (R9). Link the supported ones again by hand afterwards."));
        all.add(ask(
                "unsupported_companions",
                "Windows and WearOS cannot come back (R10). What is written with them never reaches the API: look on the"
                        + " phone. A person who opens your message on one of theirs is only told to look on the own phone, and nobody"
                        + " reports that."));
        all.addAll(AppFeatures.all());
        all.add(ask(
                "no_blue_tick",
                "A number with an official business account, and calls by the API, are not to be had together with the app"
                        + " (R13)."));
        all.add(ask(
                "credit_line",
                "No former partner shares its line of credit with the account any more (R12). If one does, have it revoked"
                        + " first."));
        all.add(ask(
                "steps",
                "On the phone: scan the QR code or type the code that the window shows, tap Connect in the chat of Meta's account,"
                        + " then Connect to the Business Platform, choose whether to share the chats of the last 180 days, and"
                        + " Confirm (R7). Not sharing them can only be changed by linking again."));
        all.add(ask(
                "keep_open",
                "Keep the app in the foreground until the past has come: a few minutes, longer with many chats (R8). It can be"
                        + " asked for within 24 hours after linking and not later."));
        return List.copyOf(all);
    }

    private Precondition fields() {
        String needed = String.join(", ", new TreeSet<>(MetaAccount.NEEDED_FIELDS));
        String what = "The app is subscribed to the webhook fields " + needed
                + " (R6), in its dashboard under WhatsApp," + " Configuration.";
        if (rules.appId().isEmpty()) {
            return new Precondition("webhook_fields", State.ASK, what);
        }
        try {
            Set<String> missing = new TreeSet<>(meta.missingFields());
            return missing.isEmpty()
                    ? new Precondition("webhook_fields", State.OK, what)
                    : new Precondition(
                            "webhook_fields", State.MISSING, what + " Missing: " + String.join(", ", missing) + ".");
        } catch (LinkTroubleException e) {
            return new Precondition("webhook_fields", State.UNKNOWN, what + " " + e.getMessage());
        }
    }

    private String country() {
        return "The number's country is open for this (R2). "
                + (rules.closedCountries().isEmpty()
                        ? "Meta decides; a list of your own is tandem.meta.countries-not-allowed."
                        : "Not allowed here: " + String.join(", ", new TreeSet<>(rules.closedCountries()))
                                + " (tandem.meta.countries-not-allowed).");
    }

    private static Precondition ask(String code, String text) {
        return new Precondition(code, State.ASK, text);
    }
}
