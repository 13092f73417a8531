package dev.tandem.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of what living with the phone means names tests that are there, one or more in each row. */
class CoexistenceTableTest {

    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Properties))`");

    private static List<String> rows() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table =
                readme.substring(readme.indexOf("<!-- coexistence -->"), readme.indexOf("<!-- /coexistence -->"));
        return table.lines().filter(line -> line.startsWith("| ")).skip(1).toList();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyRowNamesTestsThatAreThere() throws IOException {
        Set<String> known = tests();
        assertThat(rows()).hasSizeGreaterThan(25).allSatisfy(row -> {
            Set<String> named = new TreeSet<>();
            Matcher matcher = NAME.matcher(row.substring(row.lastIndexOf(" | ")));
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
            assertThat(named).as(row).isNotEmpty().isSubsetOf(known);
        });
    }
}
