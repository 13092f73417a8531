package dev.tandem.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.coexistence.linking.LinkWish;
import dev.tandem.coexistence.linking.NumberSettings;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.Limits;
import dev.tandem.domain.Reason;
import dev.tandem.domain.TemplateName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code POST /numbers} understands. */
class LinkRequestTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static LinkWish read(String json, boolean production) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.getMessage().setBody(new ByteArrayInputStream(bytes));
        return new LinkRequest(production).read(exchange, NOW);
    }

    private static LinkWish read(String json) {
        return read(json, false);
    }

    @Test
    void theDialogsEventTellsTheAccount() {
        LinkWish wish = read("{'code':'AQ1','confirmed':true,'alias':'berlin','event':{'event':"
                + "'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING','data':{'waba_id':'900000000000009'}}}");
        assertThat(wish.code().value()).isEqualTo("AQ1");
        assertThat(wish.wabaId()).isEqualTo("900000000000009");
        assertThat(wish.phoneNumberId()).as("R3: not counted on").isNull();
        assertThat(wish.settings())
                .as("those the number has, or the standard ones")
                .isNull();
        assertThat(wish.toString()).doesNotContain("AQ1");
    }

    @Test
    void everythingElseCanBeChosen() {
        LinkWish wish = read("{'tokenRef':'env:BERLIN','wabaId':'900000000000009','phoneNumberId':'400000000000009',"
                + "'linkedAt':'2026-11-20T09:00:00+01:00','autoHistory':'at-once','defaultTemplate':'hello_world/en_US',"
                + "'messagingAccountId':'900000000000009',"
                + "'limits':{'combinedPerSecond':'off','pairSeconds':'off','throughputPerSecond':10,'countApp':true}}");
        assertThat(wish.tokenRef()).isEqualTo("env:BERLIN");
        assertThat(wish.expiresAt()).as("nobody knows").isNull();
        assertThat(wish.linkedAt()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
        assertThat(wish.settings())
                .isEqualTo(new NumberSettings(
                        new Limits(OptionalInt.of(10), true, true, OptionalInt.empty(), 0, 45),
                        new TemplateName("hello_world", "en_US"),
                        "900000000000009",
                        AutoHistory.AT_ONCE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'colour':1} | colour",
                "{'alias':'4711'} | alias",
                "{'alias':'a b'} | alias",
                "{'code':'AQ1'} | confirmed",
                "{'code':'AQ1','confirmed':'yes'} | confirmed",
                "{'code':'AQ1','confirmed':true,'accessToken':'t'} | only one",
                "{'code':7} | code",
                "{'tokenRef':'vault:x'} | tokenRef",
                "{'wabaId':'mine'} | wabaId",
                "{'phoneNumberId':'12'} | phoneNumberId",
                "{'linkedAt':'yesterday'} | linkedAt",
                "{'linkedAt':'2026-11-26T12:00:00Z'} | future",
                "{'accessToken':'t','expiresAt':'soon'} | expiresAt",
                "{'accessToken':'t','expiresAt':'2026-11-25T12:00:00Z'} | it is over",
                "{'expiresAt':'2026-12-25T12:00:00Z'} | expiresAt",
                "{'code':'AQ1','confirmed':true,'expiresAt':'2026-12-25T12:00:00Z'} | of a code Meta says it",
                "{'autoHistory':'soon'} | none of at-once, last-hour and never",
                "{'defaultTemplate':'hello'} | defaultTemplate",
                "{'messagingAccountId':'ours'} | messagingAccountId",
                "{'limits':7} | limits",
                "{'limits':{'speed':7}} | limits.speed",
                "{'limits':{'throughputPerSecond':0}} | limits.throughputPerSecond",
                "{'limits':{'countApp':'yes'}} | limits.countApp",
                "{'event':'CANCEL'} | event",
                "{'event':{'event':'CANCEL','data':{'current_step':'PERMISSIONS'}}} | PERMISSIONS"
            })
    void whatIsWrongIsNamed(String json, String named) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(named);
    }

    @Test
    void oneSettingAloneIsEnough() {
        assertThat(read("{'messagingAccountId':'900000000000009'}").settings())
                .isEqualTo(new NumberSettings(
                        NumberSettings.STANDARD_LIMITS, null, "900000000000009", AutoHistory.LAST_HOUR));
    }

    @Test
    void whoGivesATokenMaySayWhenItExpires() {
        LinkWish wish = read("{'accessToken':'t','expiresAt':'2026-12-25T12:00:00+01:00'}");
        assertThat(wish.expiresAt()).isEqualTo(Instant.parse("2026-12-25T11:00:00Z"));
    }

    @Test
    void inProductionANumberHasAThroughput() {
        String off = "{'limits':{'throughputPerSecond':'off'}}";
        assertThat(read(off).settings().limits().throughputPerSecond()).isEmpty();
        assertThatThrownBy(() -> read(off, true)).hasMessageContaining("in production");
    }

    @Test
    void aDialogThatWasRefusedSaysItsRemedy() {
        assertThatThrownBy(() -> read("{'event':{'event':'CANCEL','data':{'error_message':"
                        + "'Phone numbers of this country are not eligible.'}}}"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.reason()).isEqualTo(Reason.COUNTRY_NOT_ALLOWED);
                    assertThat(problem.getMessage()).contains("not eligible", "another country");
                });
    }
}
