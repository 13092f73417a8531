package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** A file that says nothing of numbers is told from one that has none any more. */
class LinkingConfigurationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tandem: {numbers: []} | true",
                "tandem: {numbers: } | true",
                "tandem: {data-dir: data} | false",
                "# tandem: {numbers: [{alias: shop}]} | false"
            })
    void onlyAListOfNumbersSaysWhichThereAre(String yaml, boolean speaks) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("numbers", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        assertThat(LinkingConfiguration.speaksOfNumbers(Set.of(), environment)).isEqualTo(speaks);
        assertThat(LinkingConfiguration.speaksOfNumbers(Set.of("100000000000001"), environment))
                .isTrue();
    }
}
