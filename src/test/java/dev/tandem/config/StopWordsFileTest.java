package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.domain.StopWords;
import dev.tandem.domain.StopWords.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopWordsFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("words.yaml"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "en, Unsubscribe, START",
        "de, Abmelden!, anmelden",
        "es, BAJA, alta",
        "pt, Parar, Começar",
        "fr, ARRÊT, réabonner",
        "it, Basta, Riprendi",
        "nl, afmelden, aanmelden",
        "tr, İPTAL, BAŞLA",
        "ar, إيقاف, ابدأ"
    })
    void theShippedFileKnowsBothWordsOfEveryLanguage(String language, String stop, String start) {
        StopWords words = StopWordsFile.read(Path.of("config/stop-words.yaml"));
        assertThat(words.of(stop)).as(language).hasValue(Wanted.STOP);
        assertThat(words.of(start)).as(language).hasValue(Wanted.START);
    }

    @Test
    void everyFaultNamesTheFileAndWhatIsWrong() throws IOException {
        assertThatThrownBy(() -> StopWordsFile.read(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("tandem.consent.stop-words: false");
        Path words = file("en: {stop: [off]}");
        assertThatThrownBy(() -> StopWordsFile.read(words))
                .hasMessageContaining("words.yaml")
                .hasMessageContaining("put it into quotes");
        file("en: {end: [stop]}");
        assertThatThrownBy(() -> StopWordsFile.read(words)).hasMessageContaining("'end'");
        file("en: [stop]");
        assertThatThrownBy(() -> StopWordsFile.read(words)).hasMessageContaining("must be a map");
        file("en: {stop: {a: b}}");
        assertThatThrownBy(() -> StopWordsFile.read(words)).hasMessageContaining("lists of words");
        file("en: {stop: [");
        assertThatThrownBy(() -> StopWordsFile.read(words)).hasMessageContaining("words.yaml");
    }
}
