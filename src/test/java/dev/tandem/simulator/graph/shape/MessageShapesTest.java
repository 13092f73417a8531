package dev.tandem.simulator.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageShapesTest {
    private static final String FRAME = "{'messaging_product':'whatsapp','to':'+491701234567',";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'text':{'body':'no type is text'}",
                "'type':'text','text':{'body':'Hi','preview_url':true},'context':{'message_id':'wamid.A'}",
                "'type':'image','image':{'link':'https://example.invalid/a.jpg','caption':'c'}",
                "'type':'image','image':{'id':'700'},'recipient_type':'individual'",
                "'type':'video','video':{'id':'700'}",
                "'type':'audio','audio':{'id':'700','voice':true}",
                "'type':'document','document':{'id':'700','filename':'a.pdf','caption':'c'}",
                "'type':'sticker','sticker':{'id':'700'}",
                "'type':'location','location':{'latitude':'1.30','longitude':103.8,'name':'n','address':'a'}",
                "'type':'contacts','contacts':[{'name':{'formatted_name':'Ola T','first_name':'Ola'},'phones':[]}]",
                "'type':'reaction','reaction':{'message_id':'wamid.A','emoji':''}",
                "'type':'interactive','interactive':{'type':'button','body':{'text':'b'},'action':{'buttons':"
                        + "[{'type':'reply','reply':{'id':'1','title':'Yes'}}]}}",
                "'type':'interactive','interactive':{'type':'list','header':{'type':'text','text':'h'},"
                        + "'body':{'text':'b'},'footer':{'text':'f'},'action':{'button':'Open','sections':"
                        + "[{'title':'t','rows':[{'id':'1','title':'r','description':'d'}]}]}}",
                "'type':'interactive','interactive':{'type':'cta_url','body':{'text':'b'},'action':{'name':'cta_url',"
                        + "'parameters':{'display_text':'Go','url':'https://example.invalid'}}}",
                "'type':'interactive','interactive':{'type':'location_request_message','body':{'text':'b'},"
                        + "'action':{'name':'send_location'}}",
                "'type':'interactive','interactive':{'type':'flow','body':{'text':'b'},"
                        + "'action':{'name':'flow','parameters':{'flow_id':'1'}}}",
                "'type':'template','template':{'name':'t','language':{'code':'en'},'components':["
                        + "{'type':'HEADER','parameters':[{'type':'image','image':{'id':'7'}}]},"
                        + "{'type':'body','parameters':[{'type':'currency','currency':{'fallback_value':'1 €',"
                        + "'code':'EUR','amount_1000':1000}}]},{'type':'button','sub_type':'url','index':'0',"
                        + "'parameters':[{'type':'text','text':'x'}]}]}",
            })
    void goodBodiesPass(String rest) {
        assertThat(MessageShapes.checkMessage(body(rest))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "100    | text.bodyy                 | \"type\":\"text\",\"text\":{\"body\":\"a\",\"bodyy\":\"b\"}",
                "100    | unknown parameter image    | \"type\":\"text\",\"text\":{\"body\":\"a\"},\"image\":{\"id\":\"7\"}",
                "100    | unknown parameter txt      | \"type\":\"text\",\"txt\":{\"body\":\"a\"}",
                "100    | sticker.caption            | \"type\":\"sticker\",\"sticker\":{\"id\":\"7\",\"caption\":\"c\"}",
                "131008 | text.body is required      | \"type\":\"text\",\"text\":{}",
                "131008 | text is required           | \"type\":\"text\"",
                "131008 | exactly one of             | \"type\":\"image\",\"image\":{\"caption\":\"c\"}",
                "131008 | exactly one of             | \"type\":\"image\",\"image\":{\"id\":\"7\",\"link\":\"https://a\"}",
                "131008 | one more part of the name  | \"type\":\"contacts\",\"contacts\":[{\"name\":{\"formatted_name\":\"x\"}}]",
                "131008 | interactive.type           | \"type\":\"interactive\",\"interactive\":{}",
                "131009 | text.body must not be empty | \"type\":\"text\",\"text\":{\"body\":\"\"}",
                "131009 | text.body must be text     | \"type\":\"text\",\"text\":{\"body\":7}",
                "131009 | must be true or false      | \"type\":\"text\",\"text\":{\"body\":\"a\",\"preview_url\":1}",
                "131009 | http or https              | \"type\":\"image\",\"image\":{\"link\":\"ftp://a/b\"}",
                "131009 | number from -90.0          | \"type\":\"location\",\"location\":{\"latitude\":91,\"longitude\":0}",
                "131009 | recipient_type             | \"type\":\"text\",\"text\":{\"body\":\"a\"},\"recipient_type\":\"group\"",
                "131009 | list of 1 to 3             | \"type\":\"interactive\",\"interactive\":{\"type\":\"button\",\"body\":{\"text\":\"b\"},\"action\":{\"buttons\":[]}}",
                "131009 | interactive.type must be   | \"type\":\"interactive\",\"interactive\":{\"type\":\"poll\"}",
                "131009 | components[0].type         | \"type\":\"template\",\"template\":{\"name\":\"t\",\"language\":{\"code\":\"en\"},\"components\":[{\"type\":\"footer\"}]}",
                "131051 | type must be one of        | \"type\":\"poll\",\"poll\":{}",
            })
    void badBodiesAreRefused(int code, String text, String rest) {
        MetaException refusal = refusal(body(rest));
        assertThat(refusal.error().code()).as(refusal.details()).isEqualTo(code);
        assertThat(refusal.details()).contains(text);
    }

    @ParameterizedTest(name = "{0} of at most {1} characters")
    @CsvSource({
        "text.body, 4096, \"type\":\"text\"§\"text\":{\"body\":\"%s\"}",
        "image.caption, 1024, \"type\":\"image\"§\"image\":{\"id\":\"7\"§\"caption\":\"%s\"}",
        "biz_opaque_callback_data, 512, \"type\":\"text\"§\"text\":{\"body\":\"a\"}§\"biz_opaque_callback_data\":\"%s\"",
    })
    void lengthsAreMetas(String path, int max, String rest) {
        String json = rest.replace('§', ',');
        assertThat(MessageShapes.checkMessage(body(json.formatted("ä".repeat(max)))))
                .isNotEmpty();
        MetaException refusal = refusal(body(json.formatted("ä".repeat(max + 1))));
        assertThat(refusal.error().code()).isEqualTo(131009);
        assertThat(refusal.details()).isEqualTo(path + " must be at most " + max + " characters long");
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12})
    void aListHasTenRowsInAll(int rows) {
        String half = ("{'id':'1','title':'r'},".repeat(rows / 2) + "{'id':'1','title':'r'}");
        String sections = "{'title':'a','rows':[" + half + "]},{'title':'b','rows':[" + half + "]}";
        MetaException refusal = refusal(body("'type':'interactive','interactive':{'type':'list','body':{'text':'b'},"
                + "'action':{'button':'Open','sections':[" + sections + "]}}"));
        assertThat(refusal.details()).contains("rows in all; at most 10");
    }

    private static MetaException refusal(ObjectNode body) {
        MetaException refusal = catchThrowableOfType(MetaException.class, () -> MessageShapes.checkMessage(body));
        return Objects.requireNonNull(refusal, "nothing was refused");
    }

    private static ObjectNode body(String rest) {
        String json = (FRAME + rest + "}").replace('\'', '"');
        return Objects.requireNonNull(MetaJson.readObject(json.getBytes(StandardCharsets.UTF_8)), json);
    }
}
