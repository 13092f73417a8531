package dev.tandem.contract;

import static dev.tandem.contract.Documents.OPENAPI;
import static dev.tandem.contract.Documents.enumOf;
import static dev.tandem.contract.Documents.faults;
import static dev.tandem.contract.Documents.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tandem.campaign.CampaignState;
import dev.tandem.domain.Cause;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.SendState;
import dev.tandem.domain.WindowReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** openapi.yaml says what the routes and the enums say, no more and no less. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");

    private final JsonNode api = Documents.whole(OPENAPI);
    private final JsonNode schemas = api.path("components").path("schemas");

    private static <E> Set<String> codes(E[] values, Function<E, String> code) {
        return new TreeSet<>(Arrays.stream(values).map(code).toList());
    }

    @Test
    void everyReasonStandsThereAndNoOther() {
        Set<String> reasons = codes(Reason.values(), Reason::code);
        assertThat(enumOf(schemas.path("Reason"))).isEqualTo(reasons);
        assertThat(enumOf(schema("result").path("properties").path("reason"))).isEqualTo(reasons);
        TextNode metas = TextNode.valueOf(new Cause(Reason.CLOUD_API, "", 131047).code());
        assertThat(faults(schemas.path("Reason"), metas)).isEmpty();
        assertThat(faults(schema("result").path("properties").path("reason"), metas))
                .isEmpty();
        assertThat(faults(schemas.path("Reason"), TextNode.valueOf("no_reason")))
                .isNotEmpty();
    }

    @Test
    void everyStateStandsThereAndNoOther() {
        assertThat(enumOf(schemas.path("SendState"))).isEqualTo(codes(SendState.values(), SendState::code));
        JsonNode result = schema("result").path("properties");
        assertThat(enumOf(result.path("previous"))).isEqualTo(codes(SendState.values(), SendState::code));
        assertThat(enumOf(result.path("state")))
                .isEqualTo(codes(
                        Arrays.stream(SendState.values())
                                .filter(SendState::isPublished)
                                .toArray(SendState[]::new),
                        SendState::code));
    }

    @Test
    void theOtherListsStandThereAsWell() {
        Set<String> priorities = codes(Priority.values(), Priority::code);
        assertThat(enumOf(schemas.path("Priority"))).isEqualTo(priorities);
        assertThat(enumOf(schema("send-request").path("properties").path("priority")))
                .isEqualTo(priorities);
        assertThat(enumOf(schemas.path("Window").path("properties").path("reason")))
                .isEqualTo(codes(WindowReason.values(), WindowReason::code));
        assertThat(enumOf(schemas.path("Campaign").path("properties").path("state")))
                .isEqualTo(codes(CampaignState.values(), CampaignState::code));
        assertThat(enumOf(schemas.path("Message").path("properties").path("mode")))
                .isEqualTo(codes(MessageMode.values(), MessageMode::code));
    }

    @Test
    void everyPathOfTheRoutesStandsThereAndNoOther() throws IOException {
        Set<String> described = new TreeSet<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        described.add(method + ' ' + path.getKey());
                    }
                }));
        assertThat(described).isNotEmpty().isEqualTo(served());
    }

    private static Set<String> served() throws IOException {
        Set<String> served = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml"))
                    .toList()) {
                for (JsonNode entry : Documents.read(file)) {
                    addRest(entry.path("rest"), served);
                    addPlatformHttp(entry.path("route").path("from"), served);
                }
            }
        }
        return served;
    }

    private static void addRest(JsonNode rest, Set<String> served) {
        for (String method : METHODS) {
            for (JsonNode verb : rest.path(method)) {
                served.add(method
                        + ' '
                        + rest.path("path").asText()
                        + verb.path("path").asText());
            }
        }
    }

    private static void addPlatformHttp(JsonNode from, Set<String> served) {
        String uri = from.path("uri").asText();
        if (uri.startsWith("platform-http:")) {
            String methods = from.path("parameters").path("httpMethodRestrict").asText("any");
            for (String method : methods.split(",")) {
                served.add(method.strip().toLowerCase(java.util.Locale.ROOT)
                        + ' '
                        + uri.substring("platform-http:".length()));
            }
        }
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        api.path("paths").properties().forEach(path -> {
            Set<String> named = new TreeSet<>();
            path.getValue()
                    .path("parameters")
                    .forEach(parameter -> named.add(parameter.path("name").asText()));
            Set<String> inPath = new TreeSet<>();
            java.util.regex.Pattern.compile("\\{([^}]+)}")
                    .matcher(path.getKey())
                    .results()
                    .forEach(match -> inPath.add(match.group(1)));
            assertThat(named).as(path.getKey()).isEqualTo(inPath);
        });
    }

    @Test
    void everyExampleFitsItsSchemaAndEverySuccessHasOne() {
        List<String> wrong = new ArrayList<>();
        addWrongExamples(api, "", wrong);
        assertThat(wrong).isEmpty();
        for (JsonNode path : api.path("paths")) {
            for (Map.Entry<String, JsonNode> operation : path.properties()) {
                for (Map.Entry<String, JsonNode> response :
                        operation.getValue().path("responses").properties()) {
                    for (JsonNode content : response.getValue().path("content")) {
                        assertThat(content.has("example") || content.has("examples"))
                                .as(operation.getValue().path("operationId") + " " + response.getKey())
                                .isTrue();
                    }
                }
            }
        }
    }

    private static void addWrongExamples(JsonNode node, String path, List<String> wrong) {
        if (node.has("schema")) {
            List<JsonNode> examples = new ArrayList<>();
            if (node.has("example")) {
                examples.add(node.get("example"));
            }
            node.path("examples").forEach(each -> examples.add(each.get("value")));
            for (JsonNode example : examples) {
                Documents.strictFaults(node.get("schema"), example).forEach(fault -> wrong.add(path + ": " + fault));
            }
        }
        node.properties().forEach(field -> addWrongExamples(field.getValue(), path + '/' + field.getKey(), wrong));
        if (node.isArray()) {
            node.forEach(element -> addWrongExamples(element, path + "/-", wrong));
        }
    }

    @Test
    void itIsOpenApiAsToolsExpectIt() {
        assertThat(api.path("openapi").asText()).startsWith("3.1.");
        assertThat(api.path("info").path("title").asText()).isNotEmpty();
        Set<String> ids = new TreeSet<>();
        for (JsonNode path : api.path("paths")) {
            for (Map.Entry<String, JsonNode> operation : path.properties()) {
                if (METHODS.contains(operation.getKey())) {
                    JsonNode what = operation.getValue();
                    assertThat(ids.add(what.path("operationId").asText()))
                            .as(what.path("operationId").asText())
                            .isTrue();
                    assertThat(what.path("summary").asText()).isNotEmpty();
                    what.path("responses").forEach(response -> assertThat(
                                    response.path("description").asText())
                            .isNotEmpty());
                }
            }
        }
        // What is no schema would let everything pass.
        schemas.properties().forEach(schema -> assertThat(faults(schema.getValue(), BooleanNode.TRUE))
                .as(schema.getKey())
                .satisfies(found -> assertThat(schema.getKey().equals("Verdict") || !found.isEmpty())
                        .isTrue()));
    }
}
