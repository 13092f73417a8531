package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TemplatePreviewTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode preview(String listed, String wanted) throws JsonProcessingException {
        return TemplatePreview.of(TemplateReader.read(JSON.readTree(listed)), JSON.readTree(wanted));
    }

    @Test
    void listAndMapFillTheSamePlaces() throws JsonProcessingException {
        String listed = """
                {"name":"n","language":"en","status":"APPROVED","components":[
                  {"type":"HEADER","format":"TEXT","text":"Order {{1}}"},
                  {"type":"BODY","text":"{{1}}, it is {{ 2 }} and {{1}}. {{3}}"},
                  {"type":"FOOTER","text":"Bye"}]}""";
        assertThat(preview(listed, """
                        {"parameters":{"header":"17","body":["A\\\\$1","b"]}}""")).isEqualTo(JSON.readTree("""
                        {"header":{"format":"text","text":"Order 17"},"body":"A\\\\$1, it is b and A\\\\$1. {{3}}",
                         "footer":"Bye","buttons":[]}"""));
        assertThat(preview(listed.replace("{{1}}, it is {{ 2 }} and {{1}}. {{3}}", "{{who}} and {{what}}"), """
                        {"parameters":{"who":"Ada","what":"Ben"}}""")
                        .path("body")
                        .asText())
                .isEqualTo("Ada and Ben");
    }

    @Test
    void moneyAndDatesAreShownInWordsAndButtonsWithTheirValues() throws JsonProcessingException {
        JsonNode preview = preview("""
                {"name":"n","language":"en","status":"APPROVED","components":[
                  {"type":"BODY","text":"{{1}} until {{2}}"},
                  {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes"},{"type":"COPY_CODE","text":"Copy"},
                    {"type":"URL","text":"Look","url":"https://e.example/{{1}}"},{"type":"PHONE_NUMBER","text":"Call"}]}]}""", """
                {"components":[{"type":"body","parameters":[
                    {"type":"currency","currency":{"fallback_value":"10 euros","code":"EUR","amount_1000":10000}},
                    {"type":"date_time","date_time":{"fallback_value":"May"}}]},
                  {"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"y"}]},
                  {"type":"button","sub_type":"copy_code","index":1,"parameters":[{"type":"coupon_code","coupon_code":"C7"}]},
                  {"type":"button","sub_type":"url","index":"2","parameters":[{"type":"text","text":"a"}]}]}""");
        assertThat(preview.path("body").asText()).isEqualTo("10 euros until May");
        assertThat(preview.path("buttons")).isEqualTo(JSON.readTree("""
                [{"type":"quick_reply","text":"Yes","value":"y"},{"type":"copy_code","text":"Copy","value":"C7"},
                 {"type":"url","text":"Look","url":"https://e.example/a"},{"type":"phone_number","text":"Call"}]"""));
    }
}
