package dev.tandem.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Reason;
import dev.tandem.send.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines: each line is a send request, or, with a template or message for all rows, an object with the columns as its
 * fields. A broken line is a bad row, not a bad file.
 */
record JsonlFile(Path file, TextEncoding encoding, JsonFields fields) implements RowFile {

    /** @throws BadCampaignFile when the settings rename columns, and its lines have none */
    static JsonlFile of(Path file, TextEncoding encoding, CampaignSettings settings) throws BadCampaignFile {
        if (!settings.columns().isEmpty() && !settings.hasContent()) {
            throw new BadCampaignFile("columns: without a template or message for all rows each line of JSON is a send"
                    + " request, whose fields keep their names. In NAME" + SettingsFile.SUFFIX
                    + " remove 'columns', or say the template or message.");
        }
        return new JsonlFile(file, encoding, new JsonFields(settings));
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public List<String> header() {
        return List.of("request");
    }

    @Override
    public char delimiter() {
        return ',';
    }

    @Override
    public String form() {
        return "JSON Lines, " + encoding + (FileBytes.isPacked(file) ? ", packed" : "");
    }

    @Override
    public boolean marked() {
        return encoding.markLength() > 0;
    }

    @Override
    public String extension() {
        return ".jsonl";
    }

    @Override
    public Charset charset() {
        return encoding.charset();
    }

    @Override
    public void writeHeader(Appendable target) {
        // Each line stands for itself.
    }

    @Override
    public void write(Row row, Appendable target) throws IOException {
        target.append(row.cells().get(0)).append('\n');
    }

    @Override
    public Rows open() throws IOException {
        return new Lines(new BufferedReader(encoding.open(file)));
    }

    private Row row(long number, long place, String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (json instanceof ObjectNode request) {
                List<Problem> problems = new ArrayList<>();
                return new Row(number, place, List.of(line), fields.request(request, problems), problems);
            }
            return broken(number, place, line, "it must be a JSON object with a send request in it");
        } catch (JsonProcessingException e) {
            return broken(number, place, line, "it is not readable as JSON: " + e.getOriginalMessage());
        }
    }

    private static Row broken(long number, long place, String line, String why) {
        Problem problem = Problem.at("", Reason.INVALID_REQUEST, why);
        return new Row(number, place, List.of(line), JSON.createObjectNode(), List.of(problem));
    }

    private final class Lines implements Rows {

        private final BufferedReader reader;
        private @Nullable String line;
        private long number;
        private long place;

        Lines(BufferedReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            try {
                while (line == null || line.isBlank()) {
                    line = reader.readLine();
                    place++;
                    if (line == null) {
                        return false;
                    }
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Row next() {
            if (!hasNext() || line == null) {
                throw new NoSuchElementException();
            }
            Row row = row(++number, place, line);
            line = null;
            return row;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
