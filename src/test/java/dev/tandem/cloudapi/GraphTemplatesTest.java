package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HourlyCalls;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import dev.tandem.simulator.SimulatorApplication;
import dev.tandem.template.UnreadableTemplatesException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

class GraphTemplatesTest {

    private static final String ONE =
            "{\"name\":\"%s\",\"language\":\"en\",\"status\":\"APPROVED\",\"category\":\"UTILITY\"}";

    private final MovableClock clock =
            new MovableClock(Clock.fixed(Instant.parse("2026-11-05T10:00:00Z"), ZoneOffset.UTC));
    private final ManagementCalls calls = new ManagementCalls(200, clock);
    private final GraphTemplates templates = new GraphTemplates(new GraphClient(), calls);
    private final TestMeta meta = new TestMeta();

    @AfterEach
    void stop() {
        meta.close();
    }

    private BusinessNumber number() {
        return meta.shop("token");
    }

    @Test
    void everyPageIsReadByItsCursorWithTheNumbersToken() {
        meta.answers(200, call -> {
            String next = "\"next\":\"http://192.0.2.1/elsewhere?access_token=stolen\"";
            return call.uri().getQuery().contains("after=c+1")
                    ? "{\"data\":[" + ONE.formatted("b") + "],\"paging\":{\"cursors\":{\"after\":\"z\"}}}"
                    : "{\"data\":[" + ONE.formatted("a") + "],\"paging\":{\"cursors\":{\"after\":\"c+1\"}," + next
                            + "}}";
        });
        assertThat(templates.all(number()))
                .extracting(template -> template.key().name())
                .containsExactly("a", "b");
        String first = "/v25.0/900000000000001/message_templates?fields=name,language,status,category,components,"
                + "parameter_format&limit=200";
        assertThat(meta.asked())
                .extracting(call -> call.uri().getPath() + "?" + call.uri().getQuery() + " " + call.authorization())
                .containsExactly(first + " Bearer token", first + "&after=c+1 Bearer token");
    }

    @Test
    void whateverGoesWrongIsSaidInWordsWithoutTheToken() {
        meta.answers(400, "{\"error\":{\"message\":\"(#80007) too many calls\",\"code\":80007}}");
        fails("Meta answered 400 with the error 80007: (#80007) too many calls.");
        clock.advance(HourlyCalls.REST);
        meta.answers(400, "<html>");
        fails("Meta answered 400 with something that is no JSON.");
        meta.answers(200, "{\"messages\":[]}");
        fails("Meta answered 200 without a list.");
        meta.answers(200, "{\"data\":[],\"paging\":{\"cursors\":{\"after\":\"x\"},\"next\":\"x\"}}");
        fails("no end after 100 pages");
        assertThatThrownBy(() -> templates.all(TestMeta.shopAt("http://127.0.0.1:1/v25.0", "token")))
                .isInstanceOf(UnreadableTemplatesException.class)
                .hasMessageContaining("could not be reached");
        assertThatThrownBy(() -> templates.all(TestMeta.shopAt("http://127.0.0.1:1/v25.0", "secret\ntoken")))
                .isInstanceOf(UnreadableTemplatesException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void anAccountIsNotAskedMoreOftenInAnHourThanMetaAllows() {
        meta.answers(200, "{\"data\":[" + ONE.formatted("a") + "]}");
        GraphNumberNode node = new GraphNumberNode(new GraphClient(), calls);
        for (int i = 0; i < 150; i++) {
            templates.all(number());
        }
        node.ask(number());
        assertThat(meta.asked()).as("a quarter is left to the lists").hasSize(150);
        for (int i = 150; i < 200; i++) {
            templates.all(number());
        }
        fails(
                "Meta is asked again after 2026-11-05T11:00:00Z: the account 900000000000001 has had its management calls of"
                        + " this hour (tandem.meta.calls-per-hour, 200)");
        assertThat(meta.asked()).hasSize(200);
        clock.advance(Duration.ofHours(1));
        templates.all(number());
        node.ask(number());
        assertThat(meta.asked()).hasSize(202);
    }

    /** 80007 is about one account; 4 is about the app, and so about accounts that nobody asked for yet as well. */
    @ParameterizedTest
    @CsvSource({"4,0", "80007,1"})
    void afterTooManyCallsNothingIsAskedForAWhile(int code, int callsOfAnotherAccount) {
        meta.answers(400, "{\"error\":{\"message\":\"too many calls\",\"code\":" + code + "}}");
        fails("with the error " + code);
        fails("Meta is asked again after 2026-11-05T10:10:00Z");
        assertThat(meta.asked()).hasSize(1);
        Throwable another = catchThrowable(() -> templates.all(meta.desk("token")));
        assertThat(meta.asked()).hasSize(1 + callsOfAnotherAccount);
        assertThat(another)
                .hasMessageContaining(
                        callsOfAnotherAccount == 0
                                ? "Meta is asked again after 2026-11-05T10:10:00Z: the account 900000000000002"
                                : "with the error " + code);
        clock.advance(HourlyCalls.REST.minusSeconds(1));
        fails("Meta is asked again after 2026-11-05T10:10:00Z");
        clock.advance(Duration.ofSeconds(1));
        int before = meta.asked().size();
        meta.answers(400, "{\"error\":{\"message\":\"no such account\",\"code\":100}}");
        fails("with the error 100");
        fails("with the error 100");
        assertThat(meta.asked()).as("another refusal is no reason to wait").hasSize(before + 2);
    }

    private void fails(String text) {
        assertThatThrownBy(() -> templates.all(number()))
                .isInstanceOf(UnreadableTemplatesException.class)
                .hasMessageContaining(text)
                .hasMessageNotContaining("token");
    }

    @Test
    void whatMetaListsIsUnderstoodAndWhatNobodyKnowsIsLetBe() {
        meta.answers(200, """
                {"data":[{"name":"garden","language":"de","status":"paused","category":"NEW_ONE","parameter_format":"NAMED",
                  "components":[
                    {"type":"HEADER","format":"TEXT","text":"For {{customer}}"},
                    {"type":"BODY","text":"{{ customer }} and {{until}} and {{customer}}"},
                    {"type":"FOOTER","text":"{{no}}"}, {"type":"HOLOGRAM"},
                    {"type":"BUTTONS","buttons":[{"type":"URL","url":"https://x.example/{{1}}"},{"type":"URL","url":"https://x.example"},
                      {"type":"COPY_CODE"},{"type":"phone_number"}]},
                    {"type":"CAROUSEL","cards":[{"components":[{"type":"HEADER","format":"image"},{"type":"BODY","text":"{{1}}"}]}]}]},
                  {"name":"bare","language":"de"}]}""");
        assertThat(templates.all(number()))
                .containsExactly(
                        new Template(
                                new TemplateName("garden", "de"),
                                "PAUSED",
                                null,
                                true,
                                new Template.Face(
                                        new Template.Header("TEXT", List.of("customer"), "For {{customer}}"),
                                        List.of("customer", "until"),
                                        List.of(
                                                new Template.Button("URL", true, null, "https://x.example/{{1}}"),
                                                new Template.Button("URL", false, null, "https://x.example"),
                                                new Template.Button("COPY_CODE", true),
                                                new Template.Button("PHONE_NUMBER", false)),
                                        "{{ customer }} and {{until}} and {{customer}}",
                                        "{{no}}"),
                                List.of(new Template.Face(
                                        new Template.Header("IMAGE", List.of()),
                                        List.of("1"),
                                        List.of(),
                                        "{{1}}",
                                        null))),
                        new Template(
                                new TemplateName("bare", "de"),
                                "UNKNOWN",
                                null,
                                false,
                                new Template.Face(null, List.of(), List.of()),
                                List.of()));
    }

    @Test
    void theSimulatorsTemplatesAreRead() {
        try (ConfigurableApplicationContext simulator = SimulatorApplication.start("--tandem.simulator.port=0")) {
            BusinessNumber shop =
                    TestMeta.shopAt(SimulatorApplication.baseUrl(simulator) + "/v25.0", "simulator-token-shop");
            List<Template> all = templates.all(shop);
            assertThat(all)
                    .extracting(template ->
                            template.key().name() + "/" + template.key().language())
                    .contains("hello_world/en_US", "order_update/de", "spring_offer/en");
            assertThat(all)
                    .filteredOn(template -> template.key().name().equals("spring_offer"))
                    .first()
                    .satisfies(offer -> {
                        assertThat(offer.category()).isEqualTo(TemplateCategory.MARKETING);
                        assertThat(offer.face().body()).containsExactly("customer", "until");
                        assertThat(offer.face().buttons()).singleElement().satisfies(button -> {
                            assertThat(button.type()).isEqualTo("URL");
                            assertThat(button.needsValue()).isTrue();
                            assertThat(button.url()).contains("{{1}}");
                        });
                    });
        }
    }
}
