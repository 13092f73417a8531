package dev.tandem.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is heard of a number's connection and account, from whole webhooks. */
class AccountIntakeTest {

    private static final String ACCOUNT = "900000000000001";
    private static final String PARTNER = "910000000000001";

    private final List<String> told = new ArrayList<>();
    private final AccountIntake intake = new AccountIntake(new AccountNews() {
        @Override
        public void removed(BusinessNumber number, ConnectionFacts.Removal removal) {
            told.add(number.alias() + " removed '" + removal.reason() + "' by '" + removal.initiatedBy() + "' "
                    + removal.at().getEpochSecond());
        }

        @Override
        public void offboarded(BusinessNumber number, Instant at) {
            told.add(number.alias() + " offboarded " + at.getEpochSecond());
        }

        @Override
        public void reconnected(BusinessNumber number, Instant at) {
            told.add(number.alias() + " reconnected " + at.getEpochSecond());
        }

        @Override
        public void restricted(BusinessNumber number, Restriction restriction) {
            told.add(number.alias() + " " + restriction.kind() + " " + restriction.standing() + " until "
                    + restriction.until());
        }

        @Override
        public void notice(BusinessNumber number, String code, String what, String text, Instant at) {
            assertThat(text).startsWith(number + ": ").endsWith(".");
            told.add(number.alias() + " " + code + " '" + what + "'");
        }

        @Override
        public void noticeOver(BusinessNumber number, String code, String what) {
            told.add(number.alias() + " over " + code + " '" + what + "'");
        }

        @Override
        public void phoneActed(BusinessNumber number, Instant at) {
            told.add(number.alias() + " acted " + at.getEpochSecond());
        }
    });

    private void take(String entryId, String time, String field, String value) {
        String body = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"" + entryId + "\"" + time
                + ",\"changes\":[{\"field\":\"" + field + "\",\"value\":" + value.replace('\'', '"') + "}]}]}";
        new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE)
                .split(body.getBytes(StandardCharsets.UTF_8), Webhooks.RECEIVED, false)
                .forEach(item -> {
                    intake.take(item);
                    intake.contact(item);
                });
    }

    private void update(String value) {
        take(ACCOUNT, ",\"time\":1793000000", "account_update", value);
    }

    @Test
    void aRemovalIsHeardInBothShapes() {
        update("{'event':'PARTNER_REMOVED','phone_number':'15550100001',"
                + "'disconnection_info':{'reason':'PRIMARY_INACTIVITY','initiated_by':'SYSTEM'}}");
        take(
                PARTNER,
                ",\"time\":\"1793000001\"",
                "account_update",
                "{'event':'PARTNER_REMOVED','waba_info':{'waba_id':'900000000000001','owner_business_id':'1'},"
                        + "'disconnection_info':{'reason':'ACCOUNT_DISCONNECTED','initiated_by':'user'}}");
        update("{'event':'PARTNER_REMOVED','phone_number':'+1 555 010 0001'}");
        assertThat(told)
                .containsExactly(
                        "shop removed 'PRIMARY_INACTIVITY' by 'SYSTEM' 1793000000",
                        "shop removed 'ACCOUNT_DISCONNECTED' by 'USER' 1793000001",
                        "shop removed '' by '' 1793000000");
    }

    @Test
    void anotherPartnersAccountOnTheSameNumberIsNoneOfOurs() {
        take(
                PARTNER,
                "",
                "account_update",
                "{'event':'PARTNER_REMOVED','phone_number':'15550100001','waba_info':{'waba_id':'999'}}");
        take("999", "", "account_update", "{'event':'PARTNER_REMOVED'}");
        take("999", "", "account_update", "{'event':'PARTNER_REMOVED','phone_number':'15550100001'}");
        for (String event : List.of("ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED", "ACCOUNT_DELETED")) {
            take("999", "", "account_update", "{'event':'" + event + "','phone_number':'15550100001'}");
        }
        take(
                "999",
                "",
                "account_update",
                "{'event':'ACCOUNT_RESTRICTION','phone_number':'15550100001',"
                        + "'restriction_info':[{'restriction_type':'RESTRICTED_BIZ_INITIATED_MESSAGING'}]}");
        take("999", "", "security", "{'display_phone_number':'15550100001','event':'PIN_CHANGED'}");
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "WhatsApp Business"})
    void anEntryWithoutAnAccountIsOfThePhoneNumberItNames(String entryId) {
        take(entryId, "", "account_update", "{'event':'PARTNER_REMOVED','phone_number':'15550100001'}");
        take(entryId, "", "account_update", "{'event':'PARTNER_REMOVED'}");
        assertThat(told).containsExactly("shop removed '' by '' " + Webhooks.NOW);
    }

    @Test
    void aPauseAndItsEndSayNothingButTheirEvent() {
        update("{'event':'ACCOUNT_OFFBOARDED'}");
        update("{'event':'ACCOUNT_RECONNECTED','something':{'new':1}}");
        take(ACCOUNT, "", "account_update", "{'event':'ACCOUNT_OFFBOARDED'}");
        assertThat(told)
                .containsExactly(
                        "shop offboarded 1793000000", "shop reconnected 1793000000", "shop offboarded " + Webhooks.NOW);
    }

    @Test
    void restrictionsAndBansAreHeard() {
        update("{'event':'ACCOUNT_RESTRICTION','restriction_info':["
                + "{'restriction_type':'RESTRICTED_BIZ_INITIATED_MESSAGING','expiration':1793600000},"
                + "{'restriction_type':'RESTRICTED_ADD_PHONE_NUMBER_ACTION'},{'other':1}]}");
        update("{'event':'DISABLED_UPDATE','ban_info':{'waba_ban_state':'SCHEDULE_FOR_DISABLE',"
                + "'waba_ban_date':'December 1, 2026'}}");
        update("{'event':'DISABLED_UPDATE','ban_info':{'waba_ban_state':'DISABLE'}}");
        update("{'event':'DISABLED_UPDATE','ban_info':{'waba_ban_state':'REINSTATE'}}");
        update("{'event':'DISABLED_UPDATE','ban_info':{'waba_ban_state':'SOMETHING_NEW'}}");
        assertThat(told)
                .containsExactly(
                        "shop RESTRICTED_BIZ_INITIATED_MESSAGING true until 2026-11-02T06:13:20Z",
                        "shop RESTRICTED_ADD_PHONE_NUMBER_ACTION true until null",
                        "shop account_disable_scheduled ''",
                        "shop DISABLED true until null",
                        "shop over account_disable_scheduled ''",
                        "shop DISABLED false until null",
                        "shop over account_disable_scheduled ''");
    }

    @Test
    void whatAPersonMustReadIsANotice() {
        update("{'event':'ACCOUNT_DELETED'}");
        update("{'event':'ACCOUNT_VIOLATION','violation_info':{'violation_type':'SPAM'}}");
        update("{'event':'PARTNER_APP_UNINSTALLED','waba_info':{'waba_id':'900000000000001'}}");
        update("{'event':'PARTNER_APP_INSTALLED','waba_info':{'waba_id':'900000000000001'}}");
        take(
                ACCOUNT,
                "",
                "account_alerts",
                "{'entity_type':'BUSINESS','entity_id':'1','alert_info':{'alert_severity':'WARNING',"
                        + "'alert_status':'ACTIVE','alert_type':'PROFILE_PICTURE_LOST','alert_description':'Put one.'}}");
        take(
                ACCOUNT,
                "",
                "account_alerts",
                "{'alert_info':{'alert_severity':'WARNING','alert_status':'NONE','alert_type':'PROFILE_PICTURE_LOST'}}");
        take(
                ACCOUNT,
                "",
                "account_alerts",
                "{'alert_info':{'alert_severity':'INFORMATIONAL','alert_status':'ACTIVE','alert_type':'OBA_APPROVED'}}");
        take(
                ACCOUNT,
                "",
                "security",
                "{'display_phone_number':'+1 555 0100001','event':'PIN_CHANGED','requester':'somebody'}");
        assertThat(told)
                .containsExactly(
                        "shop removed 'ACCOUNT_DELETED' by '' 1793000000",
                        "shop account_violation 'SPAM'",
                        "shop app_uninstalled ''",
                        "shop over app_uninstalled ''",
                        "shop account_alert 'PROFILE_PICTURE_LOST'",
                        "shop over account_alert 'PROFILE_PICTURE_LOST'",
                        "shop number_security 'PIN_CHANGED'");
    }

    @Test
    void theRestIsOnlyKept() {
        update("{'event':'VOLUME_BASED_PRICING_TIER_UPDATE'}");
        update("{'nothing':1}");
        take(ACCOUNT, "", "account_review_update", "{'decision':'APPROVED'}");
        take(ACCOUNT, "", "phone_number_name_update", "{'display_phone_number':'15550100001','decision':'DEFERRED'}");
        take("4711", "", "account_update", "{'event':'ACCOUNT_OFFBOARDED'}");
        assertThat(told).isEmpty();
    }

    @Test
    void aChangeOfThePhoneBookIsASignOfLife() {
        take(
                ACCOUNT,
                "",
                "smb_app_state_sync",
                "{'metadata':{'phone_number_id':'100000000000001'},'state_sync':[{'type':'contact','action':'add',"
                        + "'contact':{'phone_number':'15550100077'},'metadata':{'timestamp':'1793000007'}}]}");
        assertThat(told).containsExactly("shop acted 1793000007");
    }
}
