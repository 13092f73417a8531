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
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** JSON Lines: each line is a send request. A broken line is a bad row, not a bad file. */
record JsonlFile(Path file, TextEncoding encoding) implements RowFile {

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

    private static Row row(long number, String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (json instanceof ObjectNode request) {
                return new Row(number, List.of(line), request, List.of());
            }
            return broken(number, line, "it must be a JSON object with a send request in it");
        } catch (JsonProcessingException e) {
            return broken(number, line, "it is not readable as JSON: " + e.getOriginalMessage());
        }
    }

    private static Row broken(long number, String line, String why) {
        Problem problem = Problem.at("", Reason.INVALID_REQUEST, why);
        return new Row(number, List.of(line), JSON.createObjectNode(), List.of(problem));
    }

    private static final class Lines implements Rows {

        private final BufferedReader reader;
        private @Nullable String line;
        private long number;

        Lines(BufferedReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            try {
                while (line == null || line.isBlank()) {
                    line = reader.readLine();
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
            Row row = row(++number, line);
            line = null;
            return row;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
