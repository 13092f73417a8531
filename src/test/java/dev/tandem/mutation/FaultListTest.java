package dev.tandem.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of faults fits the sources that it is about, so that the long run finds nothing out that could be known before. */
class FaultListTest {

    private static final String BEGIN = "<!-- mutations -->";
    private static final String END = "<!-- /mutations -->";

    @Test
    void everyPlaceStandsInItsFileExactlyOnce() throws IOException {
        for (Fault fault : FaultList.read(FaultList.FILE).faults()) {
            for (Fault.Edit edit : fault.edits()) {
                String content = Files.readString(Path.of(edit.file()));
                assertThat(edit.in(content)).as(fault.name()).isNotEqualTo(content);
            }
        }
    }

    @Test
    void everyTestIsThere() throws IOException {
        for (Fault fault : FaultList.read(FaultList.FILE).faults()) {
            assertThat(fault.tests()).as(fault.name()).isNotEmpty();
            for (String test : fault.tests()) {
                Path file = file(Fault.testClass(test));
                if (test.contains("#")) {
                    assertThat(hierarchy(file)).as(test).contains(" " + test.replaceAll(".*#", "") + "(");
                }
            }
        }
    }

    /** The source of a test, with that of the suite it extends. */
    private static String hierarchy(Path file) throws IOException {
        String source = Files.readString(file);
        java.util.regex.Matcher parent =
                java.util.regex.Pattern.compile("extends (\\w+Suite)").matcher(source);
        return parent.find() ? source + Files.readString(file(parent.group(1))) : source;
    }

    private static Path file(String testClass) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
            return all.filter(path -> path.endsWith(testClass + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no test is called " + testClass));
        }
    }

    @Test
    void theReadmeHasTheList() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Fault fault : FaultList.read(FaultList.FILE).faults()) {
            fault.tests().forEach(test -> expected.add("| " + fault.name() + " | `" + test + "` | red |"));
        }
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
        assertThat(table.strip().lines().skip(2)).containsExactlyElementsOf(expected);
    }
}
