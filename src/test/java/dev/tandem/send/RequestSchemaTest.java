package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The sentences of the schema. */
class RequestSchemaTest {

    @Test
    void theyAreTheSameOnAMachineOfAnotherLanguage() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            RequestSchema schema = new RequestSchema(Path.of("config/schema/send-request.schema.json"));
            String text = "x".repeat(4_097);
            assertThat(schema.problems(new ObjectMapper()
                            .readTree(
                                    "{\"to\":\"+491701234567\",\"text\":1,\"message\":{\"type\":\"text\",\"text\":{\"body\":\""
                                            + text + "\"}}}")))
                    .extracting(
                            problem -> problem.field() + ": " + problem.cause().detail())
                    .containsExactlyInAnyOrder(
                            "text: property 'text' is not defined in the schema and the schema does not allow additional"
                                    + " properties",
                            "message.text.body: must be at most 4,096 characters long");
        } finally {
            Locale.setDefault(before);
        }
    }
}
