package dev.tandem.webhook;

import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image       | {'caption':'my receipt','id':'7'}                              | my receipt   | true",
                "audio       | {'id':'7','voice':true}                                        |              | true",
                "location    | {'latitude':1.3,'longitude':103.8,'name':'North depot'}        | North depot  | true",
                "contacts    | [{'name':{'formatted_name':'Ola Test'}}]                       | Ola Test     | true",
                "interactive | {'type':'button_reply','button_reply':{'id':'a','title':'Go'}} | Go           | true",
                "interactive | {'type':'nfm_reply','nfm_reply':{'name':'f','body':'Sent'}}    | Sent         | true",
                "button      | {'payload':'STOP','text':'Stop'}                               | Stop         | true",
                "reaction    | {'message_id':'wamid.1'}                                       |              | true",
                "order       | {'text':'asap please','product_items':[]}                      | asap please  | true",
                "unsupported | {'type':'poll'}                                                |              | true",
                "hologram    | 3                                                              |              | true",
                "system      | {'body':'number changed','type':'user_changed_number'}         | number changed | false",
                "edit        | {'original_message_id':'w','message':{'type':'text','text':{'body':'red'}}} | red | false",
                "revoke      | {'original_message_id':'w'}                                    |              | false"
            })
    void everyTypeIsReadAndOpensByItsRule(String type, String content, String text, boolean opens) {
        Message message = Message.of(
                item(inbound(message("wamid.1", NOW, type, content.replace('\'', '"')))), Message.Origin.USER);
        assertThat(message.type()).isEqualTo(type);
        assertThat(message.text()).isEqualTo(text);
        assertThat(message.opensWindow()).isEqualTo(opens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1793000000", "\"1793000000\"", "1793000000000"})
    void timeAsNumberTextOrMilliseconds(String written) {
        String json = "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":" + written + ",\"type\":\"text\"}";
        assertThat(Message.of(item(inbound(json)), Message.Origin.USER).at())
                .isEqualTo(Instant.ofEpochSecond(1793000000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"from\":\"1\",\"timestamp\":1793000000}",
                "{\"from\":\"1\",\"id\":\"w\"}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":\"99999999999999999999\"}",
                "{\"from\":\"1\",\"id\":\"w\",\"timestamp\":-5}",
                "{\"from\":\"1\",\"id\":{},\"timestamp\":1793000000}"
            })
    void withoutIdOrTimeItIsBroken(String json) {
        assertThatThrownBy(() -> Message.of(item(inbound(json)), Message.Origin.USER))
                .isInstanceOf(BrokenItemException.class);
    }

    @Test
    void aPersonMayHaveOnlyAUserId() throws Exception {
        Person person =
                Person.of(Json.MAPPER.readTree("{\"from_user_id\":\"US.4f\"}"), MissingNode.getInstance(), "from");
        assertThat(person.key()).isEqualTo("US.4f");
        assertThatThrownBy(() -> Person.of(Json.MAPPER.readTree("{}"), MissingNode.getInstance(), "from"))
                .isInstanceOf(BrokenItemException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "5511987654321, 551187654321",
        "551187654321, 5511987654321",
        "5215512345678, 525512345678",
        "525512345678, 5215512345678",
        "5491112345678, 541112345678",
        "541112345678, 5491112345678"
    })
    void mobileNumbersOfThreeCountriesHaveTwoForms(String one, String other) {
        assertThat(PhoneForms.of(one)).containsExactly(one, other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "551133334444",
                "491701234567",
                "15550100077",
                // A 9 before what was never an old mobile: without it, it would be somebody's landline.
                "5511933334444",
                // A Mexican and an Argentine number that libphonenumber knows as free of charge.
                "528001234567",
                "548001234567",
                "US.5511987654321"
            })
    void othersHaveOne(String number) {
        assertThat(PhoneForms.of(number)).containsExactly(number);
    }

    @Test
    void aCursorComesBackAsItWentOut() {
        Cursor cursor = new Cursor(Instant.parse("2026-11-20T08:00:00.123456Z"), "m17");
        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
        assertThat(Cursor.parse("2026-11-20T08:00:00Z").key()).isEmpty();
        assertThatThrownBy(() -> Cursor.parse("yesterday")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "+49 170 1234567, 491701234567",
        "0049 (170) 1234567, 491701234567",
        "491701234567, 491701234567",
        "US.4f00aa11bb22, US.4f00aa11bb22"
    })
    void aContactIsAskedForInAnyForm(String written, String name) {
        assertThat(ContactName.of(written)).isEqualTo(name);
    }
}
