package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.SendIds;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");
    private static final Recipient MINA = Recipient.ofPhone("4915112345678");
    private static final String CALLBACK = SendIds.callbackData(4711, 1);

    private static Send send(Recipient recipient, String request) {
        return Send.accepted(new Send.Acceptance(
                4711,
                TestNumbers.SHOP.phoneNumberId(),
                "order-7",
                "hash",
                recipient,
                Priority.REPLY,
                "",
                request.replace('\'', '"'),
                "crm",
                NOW,
                null,
                NOW.plusSeconds(60)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void aTextIsSentAsMetaWritesIt() {
        assertThat(json(MessageBody.freeform(
                        TestNumbers.SHOP,
                        send(MINA, "{'to':'x','message':{'type':'text','text':{'body':'Hello','preview_url':true}}}"),
                        UnaryOperator.identity())))
                .isEqualTo(json("{'messaging_product':'whatsapp','recipient_type':'individual','to':'+4915112345678',"
                        + "'biz_opaque_callback_data':'" + CALLBACK
                        + "','type':'text','text':{'body':'Hello','preview_url':true}}"));
    }

    /** R11: an app that has several messaging accounts on one number says which of them sends. */
    @Test
    void theMessagingAccountIsNamedWhereTheNumberSaysSo() {
        Send send = send(
                MINA, "{'message':{'type':'text','text':{'body':'Hello'}},'template':{'name':'a','language':'en'}}");
        BusinessNumber shared = shop(null, "900000000000001");
        for (String body : List.of(
                MessageBody.freeform(shared, send, UnaryOperator.identity()),
                MessageBody.template(shared, send, UnaryOperator.identity()))) {
            assertThat(json(body).path("messaging_account_id").asText()).isEqualTo("900000000000001");
        }
        assertThat(json(MessageBody.freeform(TestNumbers.SHOP, send, UnaryOperator.identity()))
                        .has("messaging_account_id"))
                .as("without the setting")
                .isFalse();
    }

    private static BusinessNumber shop(@Nullable TemplateName defaultTemplate, @Nullable String messagingAccountId) {
        BusinessNumber shop = TestNumbers.SHOP;
        return new BusinessNumber(
                shop.alias(),
                shop.phoneNumberId(),
                shop.displayPhoneNumber(),
                shop.wabaId(),
                shop.accessToken(),
                shop.linkedAt(),
                shop.graphUrl(),
                defaultTemplate,
                messagingAccountId,
                shop.limits());
    }

    @Test
    void theIdOfTheComingAttemptTravelsWithIt() {
        Send again = send(MINA, "{'message':{'type':'text','text':{'body':'Hello'}}}")
                .queued(NOW)
                .sending(dev.tandem.domain.MessageMode.FREEFORM, NOW);
        assertThat(json(MessageBody.freeform(TestNumbers.SHOP, again, UnaryOperator.identity()))
                        .path("biz_opaque_callback_data")
                        .asText())
                .isEqualTo(SendIds.callbackData(4711, 2));
    }

    @Test
    void aReplyNamesItsMessage() {
        assertThat(json(MessageBody.freeform(
                                TestNumbers.SHOP,
                                send(MINA, "{'replyTo':'wamid.0','message':{'type':'text','text':{'body':'Hi'}}}"),
                                UnaryOperator.identity()))
                        .path("context"))
                .isEqualTo(json("{'message_id':'wamid.0'}"));
        assertThat(json(MessageBody.template(
                                TestNumbers.SHOP,
                                send(MINA, "{'replyTo':'wamid.0','template':{'name':'a','language':'en'}}"),
                                UnaryOperator.identity()))
                        .path("context"))
                .isEqualTo(json("{'message_id':'wamid.0'}"));
    }

    @Test
    void aUserIdGoesToRecipientNeverToTo() {
        JsonNode body = json(MessageBody.freeform(
                TestNumbers.SHOP,
                send(Recipient.ofUserId("US.4f00"), "{'message':{'type':'text','text':{'body':'Hello'}}}"),
                UnaryOperator.identity()));
        assertThat(body.path("recipient").asText()).isEqualTo("US.4f00");
        assertThat(body.has("to")).isFalse();
    }

    private static Send toUser(String contact, String request) {
        return send(Recipient.ofUserId("US.4f00").knownAs(contact), request);
    }

    private static final String CODE = "{'template':{'name':'login_code','language':'en','parameters':"
            + "{'body':['123456'],'buttons':{'0':'123456'}}}}";
    private static final String COMPONENTS = "{'template':{'name':'login_code','language':'en','components':["
            + "{'type':'BODY','parameters':[{'type':'text','text':'1'}]},"
            + "{'type':'button','sub_type':'URL','index':0,'parameters':[{'type':'text','text':'1'}]}]}}";

    /** R92: Meta refuses authentication templates for user ids (131062). */
    @ParameterizedTest
    @ValueSource(strings = {CODE, COMPONENTS})
    void aCodeGoesToThePhoneWhenOneIsKnown(String request) {
        JsonNode known =
                json(MessageBody.template(TestNumbers.SHOP, toUser("15550100077", request), UnaryOperator.identity()));
        assertThat(known.path("to").asText()).isEqualTo("+15550100077");
        assertThat(known.has("recipient")).isFalse();
        JsonNode unknown =
                json(MessageBody.template(TestNumbers.SHOP, toUser("US.4f00", request), UnaryOperator.identity()));
        assertThat(unknown.path("recipient").asText()).isEqualTo("US.4f00");
        assertThat(unknown.has("to")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'template':{'name':'order_update','language':'en','parameters':['A-17']}}",
                "{'template':{'name':'offer','language':'en','parameters':{'body':['Mina','A'],'buttons':{'0':'A'}}}}",
                "{'template':{'name':'offer','language':'en','parameters':{'body':['A'],'buttons':{'0':{'payload':'A'}}}}}",
                "{'template':{'name':'offer','language':'en','parameters':{'body':['A'],'buttons':{'0':'B'}}}}",
                "{'template':{'name':'hello_world','language':'en_US'}}"
            })
    void everythingElseGoesToTheAddressOfTheRequest(String request) {
        JsonNode body =
                json(MessageBody.template(TestNumbers.SHOP, toUser("15550100077", request), UnaryOperator.identity()));
        assertThat(body.path("recipient").asText()).isEqualTo("US.4f00");
        assertThat(body.has("to")).isFalse();
        JsonNode other = json(MessageBody.template(
                TestNumbers.SHOP, send(MINA.knownAs("4915199999999"), request), UnaryOperator.identity()));
        assertThat(other.path("to").asText()).isEqualTo("+4915112345678");
    }

    @Test
    void aTemplateWithoutParametersHasNoComponents() {
        for (String parameters : new String[] {"", ",'parameters':[]", ",'parameters':{}"}) {
            assertThat(json(MessageBody.template(
                            TestNumbers.SHOP,
                            send(MINA, "{'template':{'name':'hello_world','language':'en_US'" + parameters + "}}"),
                            UnaryOperator.identity())))
                    .isEqualTo(json("{'messaging_product':'whatsapp','recipient_type':'individual',"
                            + "'to':'+4915112345678','biz_opaque_callback_data':'" + CALLBACK
                            + "','type':'template','template':{'name':'hello_world','language':{'code':'en_US'}}}"));
        }
    }

    @Test
    void theNumbersDefaultTemplateStandsIn() {
        Send text = send(MINA, "{'message':{'type':'text','text':{'body':'Hello'}}}");
        assertThat(json(MessageBody.template(
                                shop(new TemplateName("hello_world", "en_US"), null), text, UnaryOperator.identity()))
                        .path("template"))
                .isEqualTo(json("{'name':'hello_world','language':{'code':'en_US'}}"));
        assertThatThrownBy(() -> MessageBody.template(TestNumbers.SHOP, text, UnaryOperator.identity()))
                .hasMessageContaining("no template");
        assertThatThrownBy(() -> MessageBody.freeform(
                        TestNumbers.SHOP,
                        send(MINA, "{'template':{'name':'a','language':'en'}}"),
                        UnaryOperator.identity()))
                .hasMessageContaining("no free-form");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // positional
                "'parameters':['Mina',7] | [{'type':'body','parameters':[{'type':'text','text':'Mina'},"
                        + "{'type':'text','text':'7'}]}]",
                // named
                "'parameters':{'name':'Mina','code':'X1'} | [{'type':'body','parameters':[{'type':'text','text':'Mina',"
                        + "'parameter_name':'name'},{'type':'text','text':'X1','parameter_name':'code'}]}]",
                // header image, named body, a button's URL
                "'parameters':{'header':{'image':{'link':'https://x/a.png'}},'body':{'name':'Mina'},'buttons':{'0':'abc'}}"
                        + " | [{'type':'header','parameters':[{'type':'image','image':{'link':'https://x/a.png'}}]},"
                        + "{'type':'body','parameters':[{'type':'text','text':'Mina','parameter_name':'name'}]},"
                        + "{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'abc'}]}]",
                // header text, positional body, quick replies
                "'parameters':{'header':'Hello','body':['a'],'buttons':{'0':{'payload':'YES'},'1':{'payload':'NO'}}}"
                        + " | [{'type':'header','parameters':[{'type':'text','text':'Hello'}]},"
                        + "{'type':'body','parameters':[{'type':'text','text':'a'}]},"
                        + "{'type':'button','sub_type':'quick_reply','index':'0','parameters':[{'type':'payload',"
                        + "'payload':'YES'}]},{'type':'button','sub_type':'quick_reply','index':'1','parameters':"
                        + "[{'type':'payload','payload':'NO'}]}]",
                // a header that is a list, Meta's own form of a parameter
                "'parameters':{'header':[{'type':'document','document':{'id':'1'}}]} | [{'type':'header','parameters':"
                        + "[{'type':'document','document':{'id':'1'}}]}]",
                "'parameters':[{'type':'currency','currency':{'code':'EUR'}}] | [{'type':'body','parameters':"
                        + "[{'type':'currency','currency':{'code':'EUR'}}]}]",
                // a named parameter that is called like a part
                "'parameters':{'body':'Mina'} | [{'type':'body','parameters':[{'type':'text','text':'Mina',"
                        + "'parameter_name':'body'}]}]",
                "'parameters':{'header':'x','name':'y'} | [{'type':'body','parameters':[{'type':'text','text':'x',"
                        + "'parameter_name':'header'},{'type':'text','text':'y','parameter_name':'name'}]}]",
                // Meta's own components
                "'components':[{'type':'body','parameters':[{'type':'text','text':'as it came'}]}] |"
                        + " [{'type':'body','parameters':[{'type':'text','text':'as it came'}]}]"
            })
    void theShortFormBecomesMetasComponents(String parameters, String components) {
        JsonNode body = json(MessageBody.template(
                TestNumbers.SHOP,
                send(MINA, "{'template':{'name':'spring_offer','language':'en'," + parameters + "}}"),
                UnaryOperator.identity()));
        assertThat(body.path("template").path("components")).isEqualTo(json(components));
    }

    @Test
    void aFileLeavesUnderMetasIdInMessagesAndTemplates() throws Exception {
        UnaryOperator<String> ids = file -> "id of " + file;
        JsonNode message = json(MessageBody.freeform(
                TestNumbers.SHOP,
                send(MINA, "{'message':{'type':'image','image':{'file':'blue.jpg','caption':'c'}}}"),
                ids));
        assertThat(message.path("image").toString()).isEqualTo("{\"caption\":\"c\",\"id\":\"id of blue.jpg\"}");
        JsonNode template = json(MessageBody.template(
                TestNumbers.SHOP,
                send(
                        MINA,
                        "{'template':{'name':'a','language':'en','parameters':{'header':{'document':{'file':'list.pdf'}}}}}"),
                ids));
        assertThat(template.path("template")
                        .path("components")
                        .path(0)
                        .path("parameters")
                        .path(0)
                        .path("document"))
                .hasToString("{\"id\":\"id of list.pdf\",\"filename\":\"list.pdf\"}");
    }
}
