package dev.tandem.webhook;

import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.message;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateChange;
import dev.tandem.domain.TemplateName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is heard of wishes and of templates. */
class NewsIntakeTest {

    private final List<String> told = new ArrayList<>();
    private final List<TemplateChange> changes = new ArrayList<>();
    private final PreferenceIntake preferences = new PreferenceIntake(new ConsentNews() {
        @Override
        public void preference(BusinessNumber number, Set<String> names, boolean stop, Instant at) {
            told.add(number.alias() + " " + names + " " + stop + " " + at.getEpochSecond());
        }

        @Override
        public void wrote(BusinessNumber number, Set<String> names, String text, Instant at) {
            told.add(number.alias() + " " + names + " '" + text + "' " + at.getEpochSecond());
        }
    });
    private final TemplateIntake templates = new TemplateIntake(new TemplateNews() {
        @Override
        public void changed(BusinessNumber number, TemplateChange change) {
            changes.add(change);
        }

        @Override
        public void outdated(BusinessNumber number) {
            told.add(number.alias() + " outdated");
        }
    });

    private static WebhookItem preference(String members) {
        return item(body(change("user_preferences", value("\"user_preferences\":[{" + members + "}]"))));
    }

    @Test
    void aPreferenceIsHeardWithEveryNameAndItsTime() {
        preferences.preference(
                preference("\"wa_id\":\"551187654321\",\"user_id\":\"BR.1\",\"category\":\"marketing_messages\","
                        + "\"value\":\"stop\",\"timestamp\":1793000300"));
        preferences.preference(
                preference(
                        "\"user_id\":\"US.1\",\"category\":\"marketing_messages\",\"value\":\"RESUME\",\"timestamp\":\"1793000301\""));
        assertThat(told)
                .containsExactly(
                        "shop [551187654321, 5511987654321, BR.1] true 1793000300", "shop [US.1] false 1793000301");
    }

    @Test
    void otherItemsAndWordsPassBy() {
        preferences.preference(
                preference("\"wa_id\":\"1\",\"category\":\"other\",\"value\":\"stop\",\"timestamp\":1793000300"));
        preferences.preference(preference(
                "\"wa_id\":\"1\",\"category\":\"marketing_messages\",\"value\":\"later\",\"timestamp\":1793000300"));
        preferences.preference(
                item(body(change("smb_app_state_sync", value("\"state_sync\":[{\"action\":\"add\"}]")))));
        assertThat(told).isEmpty();
    }

    @Test
    void onePreferenceThatSaysNotWhoseOrWhenIsBroken() {
        assertThatThrownBy(() -> preferences.preference(
                        preference("\"category\":\"marketing_messages\",\"value\":\"stop\",\"timestamp\":1793000300")))
                .isInstanceOf(BrokenItemException.class);
        assertThatThrownBy(() -> preferences.preference(
                        preference("\"wa_id\":\"1\",\"category\":\"marketing_messages\",\"value\":\"stop\"")))
                .isInstanceOf(BrokenItemException.class);
    }

    @Test
    void aTextAndATappedButtonAreHeardAndNothingElseIs() {
        preferences.message(item(inbound(text("wamid.1", NOW, "Stop"))));
        preferences.message(item(inbound(message("wamid.2", NOW, "button", "{\"text\":\"Stop\",\"payload\":\"x\"}"))));
        preferences.message(item(inbound(message("wamid.3", NOW, "image", "{\"caption\":\"Stop\"}"))));
        preferences.message(item(inbound(message("wamid.4", NOW, "reaction", "{\"emoji\":\"x\"}"))));
        assertThat(told)
                .containsExactly(
                        "shop [15550100077, US.4f00aa11bb22] 'Stop' " + NOW,
                        "shop [15550100077, US.4f00aa11bb22] 'Stop' " + NOW);
    }

    @Test
    void aTemplatesStatusIsHeardWithTheLanguageAsItIsWrittenEverywhereElse() {
        templates.take(
                item(
                        body(
                                change(
                                        "message_template_status_update",
                                        "{\"event\":\"PAUSED\",\"message_template_id\":600000000000001,\"message_template_name\":\"offer\","
                                                + "\"message_template_language\":\"en-US\",\"reason\":null,\"other_info\":{\"title\":\"FIRST_PAUSE\"}}"))));
        assertThat(changes)
                .containsExactly(new TemplateChange(
                        new TemplateName("offer", "en_US"),
                        "PAUSED",
                        "FIRST_PAUSE",
                        Instant.ofEpochSecond(1_793_000_000),
                        Webhooks.RECEIVED));
    }

    @Test
    void aTemplatesNameThatIsLongerThanAnyIsNotTried() {
        for (String name : List.of("event", "message_template_name", "message_template_language")) {
            String known =
                    "\"event\":\"PAUSED\",\"message_template_name\":\"offer\",\"message_template_language\":\"en\"";
            String value = "{" + known + ",\"" + name + "\":\"" + "x".repeat(513) + "\"}";
            WebhookItem item = Webhooks.item(Webhooks.body(Webhooks.change("message_template_status_update", value)));
            assertThatThrownBy(() -> templates.take(item))
                    .isInstanceOf(BrokenItemException.class)
                    .hasMessageContaining(name);
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void everythingElseOfTemplatesMeansThatTheListIsOld() {
        for (String field : List.of(
                "template_category_update",
                "message_template_components_update",
                "message_template_quality_update",
                "message_template_status_update")) {
            templates.take(item(body(change(field, "{\"message_template_id\":1}"))));
        }
        assertThat(told).hasSize(4).containsOnly(TestNumbers.SHOP.alias() + " outdated");
        assertThat(changes).isEmpty();
    }
}
