package dev.tandem.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README's table of what living with the phone means: every rule has its row, and every row names tests that are there. What
 * the rules are is written down by hand in {@code coexistence-rules.txt}.
 */
class CoexistenceTableTest {

    private static final Path EXPECTED = Path.of("src/test/resources/coexistence-rules.txt");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Properties))(?:#(\\w+))?`");
    private static final Pattern SUITE = Pattern.compile("extends (\\w+Suite)");

    private static final Pattern EXPECTATION = Pattern.compile("(R\\d+|): ([^|]+) \\| ([^|]+)");

    /** A row: the rules that it names, and the words of its columns. */
    private record Row(List<String> rules, String says, String does, String tests) {

        static Row of(String line) {
            List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| "));
            assertThat(cells).as(line).hasSize(4);
            return new Row(List.of(cells.get(0).split(", ")), cells.get(1), cells.get(2), cells.get(3));
        }
    }

    /**
     * What one row must have: words of what coexistence says, and words of what Tandem does about it. A rule without the latter
     * would be no promise.
     *
     * @param rule empty when any row may have them
     */
    private record Expectation(String rule, List<String> says, List<String> does) {

        /** @param line as in {@code R7: QR code; Connect | dialog's parameters}, without a rule {@code : QR code | dialog} */
        static Expectation of(String line) {
            Matcher parts = EXPECTATION.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            return new Expectation(parts.group(1), words(parts.group(2)), words(parts.group(3)));
        }

        private static List<String> words(String listed) {
            return List.of(listed.split("; "));
        }

        boolean isMetBy(Row row) {
            return (rule.isEmpty() || row.rules().contains(rule))
                    && says.stream().allMatch(row.says()::contains)
                    && does.stream().allMatch(row.does()::contains);
        }
    }

    private static List<Expectation> expectations() throws IOException {
        return Files.readAllLines(EXPECTED).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Expectation::of)
                .toList();
    }

    private static List<Row> rows() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table =
                readme.substring(readme.indexOf("<!-- coexistence -->"), readme.indexOf("<!-- /coexistence -->"));
        return table.lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(Row::of)
                .toList();
    }

    /** The sources of all tests by the name of their class. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    /** A test's source with that of the suite it extends. */
    private static String hierarchy(Map<String, String> sources, String test) {
        String source = sources.get(test);
        Matcher suite = SUITE.matcher(source);
        return suite.find() ? source + sources.get(suite.group(1)) : source;
    }

    @Test
    void everyRowNamesTestsThatAreThere() throws IOException {
        Map<String, String> sources = sources();
        for (Row row : rows()) {
            List<MatchResult> named = NAME.matcher(row.tests()).results().toList();
            assertThat(named).as(row.tests()).hasSize(row.tests().split(", ").length);
            for (MatchResult test : named) {
                assertThat(sources).as(row.says()).containsKey(test.group(1));
                if (test.group(2) != null) {
                    assertThat(hierarchy(sources, test.group(1)))
                            .as(test.group())
                            .contains("void " + test.group(2) + "(");
                }
            }
        }
    }

    @Test
    void everyRuleHasItsRow() throws IOException {
        List<Row> rows = rows();
        List<Expectation> missing = expectations().stream()
                .filter(expected -> rows.stream().noneMatch(expected::isMetBy))
                .toList();
        assertThat(missing).as("no row says it").isEmpty();
    }

    /** Sections 1 to 4, 6 and 8 of the rules. */
    @Test
    void everyRuleIsExpected() throws IOException {
        List<Expectation> expected = expectations();
        assertThat(Stream.of(IntStream.rangeClosed(1, 53), IntStream.rangeClosed(64, 68), IntStream.rangeClosed(84, 89))
                        .flatMapToInt(Function.identity())
                        .boxed())
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(expected).extracting(Expectation::rule).contains("R" + rule));
    }
}
