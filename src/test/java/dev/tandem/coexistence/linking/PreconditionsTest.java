package dev.tandem.coexistence.linking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checklist before a linking, and what the dialog's words mean. */
class PreconditionsTest {

    private final FakeMeta meta = new FakeMeta();

    private Preconditions.Precondition of(String code, LinkRules rules, @Nullable TokenSeal seal) {
        Preconditions all = new Preconditions(rules, meta, new TokenKeeper(seal, Secret::new));
        return all.all().stream()
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static LinkRules rules(String appId, Set<String> closed) {
        return new LinkRules(appId, appId, "v25.0", closed, false);
    }

    @Test
    void whatTheEngineCanSeeItSees() {
        TokenSeal seal = new TokenSeal(new byte[TokenSeal.KEY_BYTES], List.of());
        LinkRules good = rules("1", Set.of());
        assertThat(of("app_configured", good, seal).state()).isEqualTo(Preconditions.State.OK);
        assertThat(of("webhook_fields", good, seal).state()).isEqualTo(Preconditions.State.OK);
        assertThat(of("token_key", good, seal).state()).isEqualTo(Preconditions.State.OK);
        assertThat(of("app_configured", rules("", Set.of()), seal).state()).isEqualTo(Preconditions.State.MISSING);
        assertThat(of("token_key", good, null).state()).isEqualTo(Preconditions.State.MISSING);
        meta.missing = Set.of("history");
        assertThat(of("webhook_fields", good, seal).text()).contains("Missing: history.");
        assertThat(of("webhook_fields", good, seal).state()).isEqualTo(Preconditions.State.MISSING);
        meta.trouble = LinkTrouble.passing(Cause.of(Reason.CLOUD_UNREACHABLE, "Meta is away."));
        assertThat(of("webhook_fields", good, seal).state()).isEqualTo(Preconditions.State.UNKNOWN);
        assertThat(of("webhook_fields", good, seal).text()).endsWith("Meta is away.");
        assertThat(of("webhook_fields", rules("", Set.of()), seal).state()).isEqualTo(Preconditions.State.ASK);
    }

    @Test
    void whatOnlyAPersonKnowsIsAsked() {
        LinkRules closed = rules("1", Set.of("NG", "ZA"));
        assertThat(of("country", closed, null).text()).contains("NG, ZA");
        assertThat(of("app_version", closed, null).text()).contains("2.24.17");
        assertThat(of("companions", closed, null).text())
                .contains("signs out every companion device, up to four", "supported ones again by hand afterwards");
        assertThat(of("unsupported_companions", closed, null).text())
                .contains("Windows and WearOS cannot come back", "never reaches the API: look on the phone.")
                .contains("A person who opens your message on one of theirs is only told to look on the own phone");
        assertThat(of("app_configured", closed, null).text())
                .contains("of a solution partner or tech provider")
                .contains("must be of version 4, made by choosing products: version 2 ended on October 15, 2026");
        assertThat(of("steps", closed, null).text()).contains("QR", "Connect", "Confirm", "180 days");
        assertThat(of("keep_open", closed, null).text()).contains("foreground", "24 hours");
        assertThat(of("number_in_app", closed, null).text())
                .contains("in use in the WhatsApp Business app, not in the consumer app", "Move it there first");
        assertThat(of("credit_line", closed, null).text())
                .contains("No former partner shares its line of credit", "have it revoked first");
        assertThat(of("no_blue_tick", closed, null).text())
                .contains("official business account", "calls by the API", "not to be had together with the app");
        for (String code : List.of("number_in_app", "credit_line", "no_blue_tick")) {
            assertThat(of(code, closed, null).state()).as(code).isEqualTo(Preconditions.State.ASK);
        }
    }

    /** Every row of Meta's table of features: where it is told, and in which words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chats             | go on in the app and are mirrored both ways",
                "chats             | those of the last 180 days can be fetched",
                "chats             | edited for 15 minutes and deleted for all for 2 days",
                "chats             | What is written in the app costs nothing",
                "chats             | of what the API sends Meta charges what is delivered",
                "chats             | since October 2026 also free messages and utility templates in an open window",
                "chats             | reactions are neither charged nor counted (R87)",
                "contacts          | those with WhatsApp come over, and every later edit of them",
                "contacts          | the others are only on the phone",
                "features          | disappearing messages, view-once and live location are switched off",
                "features          | no new broadcast lists, and old ones can only be read: write to many with templates",
                "phone_only        | Groups, voice and video calls, channels, catalogue, orders, status, the profile",
                "phone_only        | labels, quick replies and marketing messages of the app",
                "phone_only        | stay on the phone alone: nothing of them comes over",
                "phone_only        | a person's order may come as a message",
                "phone_only        | Look on the phone",
                "automatic_answers | Greetings and away messages stay with the app",
                "automatic_answers | may double what a bot says: switch one of both off"
            })
    void everyFeatureOfTheAppIsSpokenOf(String code, String words) {
        Preconditions.Precondition told = of(code, rules("1", Set.of()), null);
        assertThat(told.text()).contains(words);
        assertThat(told.state()).isEqualTo(Preconditions.State.ASK);
    }

    @Test
    void metasWordsAreUnderstood() {
        assertThat(DialogTrouble.ended("Another partner's line of credit is shared.", "")
                        .reason())
                .isEqualTo(Reason.CREDIT_LINE_SHARED);
        assertThat(DialogTrouble.ended("Numbers of this country are not eligible.", "")
                        .reason())
                .isEqualTo(Reason.COUNTRY_NOT_ALLOWED);
        assertThat(DialogTrouble.ended("The WhatsApp Business app must be updated.", "")
                        .reason())
                .isEqualTo(Reason.NUMBER_NOT_IN_APP);
        Cause left = DialogTrouble.ended("", "PERMISSIONS");
        assertThat(left.reason()).isEqualTo(Reason.SIGNUP_CANCELLED);
        assertThat(left.detail()).contains("PERMISSIONS");
        assertThat(DialogTrouble.ended("Something else.", "").detail()).contains("Something else.");
    }

    @Test
    void aCountryIsKnownByItsNumber() {
        assertThat(LinkRules.country("2348021234567")).isEqualTo("NG");
        assertThat(LinkRules.country("4915277000009")).isEqualTo("DE");
        assertThat(LinkRules.country("1")).isEmpty();
    }
}
