package dev.tandem.cloudapi;

import dev.tandem.domain.ErrorRow;
import dev.tandem.domain.ErrorTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table of Meta's errors from {@code meta-errors.csv}, the one place where it is written down: behaviour, the
 * README's table and the tests come from there.
 *
 * <p>Source: Meta's page on error codes of May 15, 2026.
 */
public final class ErrorTableFile {

    private static final String FILE = "/meta-errors.csv";
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

    private ErrorTableFile() {}

    /**
     * Reads the table.
     *
     * @throws IllegalStateException when the file is missing or a row is wrong; the text names the row
     */
    public static ErrorTable read() {
        try (InputStream in = ErrorTableFile.class.getResourceAsStream(FILE);
                Reader text = new InputStreamReader(Objects.requireNonNull(in, FILE), StandardCharsets.UTF_8)) {
            return read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ErrorTable read(Reader text) throws IOException {
        List<ErrorRow> rows = new ArrayList<>();
        for (CSVRecord record : CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(text)) {
            try {
                rows.add(row(record));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        "Row '" + record.get("code") + "' of " + FILE + " is wrong: " + e.getMessage(), e);
            }
        }
        return new ErrorTable(rows);
    }

    private static ErrorRow row(CSVRecord record) {
        Set<ErrorRow.Effect> effects = EnumSet.noneOf(ErrorRow.Effect.class);
        for (String word : record.get("effects").split(" ")) {
            if (!word.isEmpty()) {
                effects.add(ErrorRow.Effect.valueOf(constant(word)));
            }
        }
        return new ErrorRow(
                record.get("code"),
                record.get("http").isEmpty() ? 0 : Integer.parseInt(record.get("http")),
                record.get("meaning"),
                verb(record.get("answer")) == null ? null : ErrorRow.Answer.valueOf(constant(record.get("answer"))),
                verb(record.get("late")) == null ? null : ErrorRow.Late.valueOf(constant(record.get("late"))),
                effects,
                record.get("tries").isEmpty() ? 0 : Integer.parseInt(record.get("tries")),
                record.get("wait").isEmpty()
                        ? DEFAULT_WAIT
                        : Duration.parse("PT" + record.get("wait").toUpperCase(Locale.ROOT)),
                record.get("advice"));
    }

    private static @Nullable String verb(String word) {
        return word.equals("-") ? null : word;
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
