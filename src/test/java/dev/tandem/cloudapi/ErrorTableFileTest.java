package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.domain.ErrorRow;
import dev.tandem.domain.ErrorTable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file is the one place: the README says what it says. {@code -Dreadme.write} writes the README's table anew. */
class ErrorTableFileTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- errors -->\n";
    private static final String END = "<!-- /errors -->";

    private final ErrorTable table = ErrorTableFile.read();

    @Test
    void theReadmeHasTheTableOfTheFile() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        String wanted = markdown();
        if (System.getProperty("readme.write") != null) {
            Files.writeString(README, readme.substring(0, begin) + wanted + readme.substring(readme.indexOf(END)));
        }
        assertThat(Files.readString(README)).contains(BEGIN + wanted + END);
    }

    private String markdown() {
        return Stream.concat(
                        Stream.of(
                                "| code | means | in the answer | as a late failure | beyond the send |",
                                "|---|---|---|---|---|"),
                        table.rows().stream().map(ErrorTableFileTest::line))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(ErrorRow row) {
        String effects = row.effects().stream().map(ErrorTableFileTest::word).collect(Collectors.joining(", "));
        String answer = row.answer() == null ? "" : word(row.answer());
        String tries = row.tries() > 0 ? ", " + row.tries() + " tries" : "";
        return "| " + row.key() + " | " + row.meaning() + " | " + answer + tries + " | "
                + (row.late() == null ? "" : word(row.late())) + " | " + effects + " |";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Test
    void whoeverIsAlertedIsToldWhatToDo() {
        assertThat(table.rows())
                .allSatisfy(row ->
                        assertThat(row.advice().isEmpty()).as(row.key()).isEqualTo(!row.has(ErrorRow.Effect.ALERT)));
    }

    @Test
    void everyWaitHasAnEnd() {
        assertThat(table.rows())
                .filteredOn(row -> row.answer() == ErrorRow.Answer.WAIT)
                .allSatisfy(row -> assertThat(row.effects())
                        .as(row.key())
                        .containsAnyOf(
                                ErrorRow.Effect.PAUSE_NUMBER,
                                ErrorRow.Effect.PAUSE_TEMPLATES,
                                ErrorRow.Effect.PAUSE_CAMPAIGNS,
                                ErrorRow.Effect.HOLD_TEMPLATE));
    }

    @Test
    void aWrongRowIsNamed() {
        String header = "code,http,where,meaning,answer,late,effects,tries,wait,advice\n";
        assertThatThrownBy(() -> ErrorTableFile.read(new StringReader(header + "5,400,S,x,explode,-,,,,\n")))
                .hasMessageContaining("'5'");
        assertThatThrownBy(() -> ErrorTableFile.read(new StringReader(header + "6,400,S,x,fail,-,shout,,,\n")))
                .hasMessageContaining("'6'");
    }

    @Test
    void everyErrorThatTheReferenceNamesHasARow() {
        assertThat(table.rows()).hasSizeGreaterThan(80);
        assertThat(table.rows()).extracting(ErrorRow::key).containsAll(List.of("190", "130429", "131047", "200-299"));
    }
}
