package dev.tandem.simulator.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of a template send, against the templates of the default profile. */
class TemplateSendTest {
    private static final String WABA = "900";
    private static final String OFFER_HEADER = "{'type':'header','parameters':[{'type':'image','image':{'id':'7'}}]}";
    private static final String OFFER_BODY = "{'type':'body','parameters':["
            + "{'type':'text','parameter_name':'customer','text':'Mina'},"
            + "{'type':'text','parameter_name':'until','text':'May'}]}";
    private static final String OFFER_BUTTON =
            "{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'x'}]}";

    private final Templates templates = new Templates();

    @Test
    void whatFitsPasses() {
        assertThat(check("hello_world", "en_US", "").category()).isEqualTo("UTILITY");
        assertThat(check("order_update", "de", body("{'type':'text','text':'A-17'}")))
                .isNotNull();
        assertThat(check("spring_offer", "en", OFFER_HEADER + "," + OFFER_BODY + "," + OFFER_BUTTON)
                        .category())
                .isEqualTo("MARKETING");
    }

    @ParameterizedTest(name = "{0}: {1}/{2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "132001 | nobody       | en    | ",
                "132001 | order_update | fr    | ",
                "132000 | order_update | en    | ",
                "132000 | hello_world  | en_US | {\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"x\"}]}",
                "132000 | hello_world  | en_US | {\"type\":\"header\",\"parameters\":[{\"type\":\"text\",\"text\":\"x\"}]}",
                "132012 | order_update | en    | {\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"parameter_name\":\"n\",\"text\":\"x\"}]}",
                "132012 | order_update | en    | {\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"a\\nb\"}]}",
                "132012 | order_update | en    | {\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"a     b\"}]}",
                "132012 | order_update | en    | {\"type\":\"body\",\"parameters\":[{\"type\":\"image\",\"image\":{\"id\":\"7\"}}]}",
                "132012 | hello_world  | en_US | {\"type\":\"button\",\"sub_type\":\"url\",\"index\":\"0\",\"parameters\":[]}",
            })
    void whatDoesNotFitIsRefused(int code, String name, String language, String components) {
        MetaException refusal = refusal(name, language, components == null ? "" : components);
        assertThat(refusal.error().code()).as(refusal.details()).isEqualTo(code);
    }

    @Test
    void namedParametersNeedTheirNames() {
        String unnamed = "{'type':'body','parameters':[{'type':'text','text':'Mina'},{'type':'text','text':'May'}]}";
        String twice = OFFER_BODY.replace("until", "customer");
        assertThat(refusal("spring_offer", "en", OFFER_HEADER + "," + unnamed + "," + OFFER_BUTTON)
                        .error()
                        .code())
                .isEqualTo(132012);
        assertThat(refusal("spring_offer", "en", OFFER_HEADER + "," + twice + "," + OFFER_BUTTON)
                        .error()
                        .code())
                .isEqualTo(132012);
    }

    @Test
    void aHeaderNeedsItsImageAndAButtonItsParameter() {
        assertThat(refusal("spring_offer", "en", OFFER_BODY + "," + OFFER_BUTTON)
                        .error()
                        .code())
                .isEqualTo(132012);
        assertThat(refusal("spring_offer", "en", OFFER_HEADER + "," + OFFER_BODY)
                        .error()
                        .code())
                .isEqualTo(131008);
    }

    @Test
    void aFilledBodyHasAtMostAThousandAndTwentyFourCharacters() {
        String text = "x".repeat(1000);
        MetaException refusal = refusal("order_update", "en", body("{'type':'text','text':'" + text + "'}"));
        assertThat(refusal.error().code()).isEqualTo(132005);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"PAUSED, 132015", "DISABLED, 132016", "PENDING, 132001", "REJECTED, 132001"})
    void onlyApprovedTemplatesAreSent(String status, int code) {
        templates.put(
                WABA,
                TemplateJson.readAll(
                        Objects.requireNonNull(MetaJson.readObject(
                                        ("{\"templates\":[{\"name\":\"late\",\"language\":\"en\",\"status\":\"" + status
                                                        + "\"}]}")
                                                .getBytes(StandardCharsets.UTF_8)))
                                .path("templates"),
                        (name, language) -> null));
        assertThat(refusal("late", "en", "").error().code()).isEqualTo(code);
    }

    private static String body(String parameter) {
        return "{'type':'body','parameters':[" + parameter + "]}";
    }

    private Template check(String name, String language, String components) {
        String json =
                "{'name':'" + name + "','language':{'code':'" + language + "'},'components':[" + components + "]}";
        ObjectNode content = Objects.requireNonNull(
                MetaJson.readObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), json);
        return TemplateSend.check(templates, WABA, content);
    }

    private MetaException refusal(String name, String language, String components) {
        MetaException refusal = catchThrowableOfType(MetaException.class, () -> check(name, language, components));
        return Objects.requireNonNull(refusal, "nothing was refused");
    }
}
