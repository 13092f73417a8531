package dev.tandem.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Reason;
import dev.tandem.send.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A table with a header line, separated by comma, semicolon or tab. */
record CsvFile(Path file, TextEncoding encoding, char delimiter, List<String> header, RowColumns columns)
        implements RowFile {

    private static final Map<Character, String> DELIMITERS = Map.of(',', "comma", ';', "semicolon", '\t', "tab");

    /** The delimiter is the one with which the header line has the most columns. */
    static CsvFile of(Path file, TextEncoding encoding, CampaignSettings settings) throws IOException, BadCampaignFile {
        char best = ',';
        List<String> header = List.of();
        for (char delimiter : new char[] {',', ';', '\t'}) {
            List<String> cells = firstLine(file, encoding, delimiter);
            if (cells.size() > header.size()) {
                best = delimiter;
                header = cells;
            }
        }
        if (header.isEmpty()) {
            throw new BadCampaignFile(
                    "The file has no header: its first line must name the columns, separated by comma,"
                            + " semicolon or tab, and one of them is 'to'.");
        }
        return new CsvFile(file, encoding, best, header, RowColumns.of(header, settings));
    }

    private static List<String> firstLine(Path file, TextEncoding encoding, char delimiter) throws IOException {
        try (CSVParser parser = format(delimiter).parse(encoding.open(file))) {
            for (CSVRecord each : parser) {
                if (!isEmpty(each)) {
                    return each.toList();
                }
            }
            return List.of();
        } catch (UncheckedIOException wrongDelimiter) {
            // A quoted header cell that ends before another delimiter: it is not this one.
            return List.of();
        }
    }

    /** How tables are read and written alike. */
    static CSVFormat format(char delimiter) {
        return CSVFormat.Builder.create(CSVFormat.DEFAULT)
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
    }

    @Override
    public String form() {
        return "CSV separated by " + DELIMITERS.get(delimiter) + ", " + encoding
                + (FileBytes.isPacked(file) ? ", packed" : "");
    }

    @Override
    public boolean marked() {
        return encoding.markLength() > 0;
    }

    @Override
    public String extension() {
        return ".csv";
    }

    @Override
    public Charset charset() {
        return encoding.charset();
    }

    @Override
    public void writeHeader(Appendable target) throws IOException {
        format(delimiter).printRecord(target, header.toArray());
    }

    @Override
    public void write(Row row, Appendable target) throws IOException {
        format(delimiter).printRecord(target, row.cells().toArray());
    }

    @Override
    public Rows open() throws IOException {
        Reader reader = encoding.open(file);
        try {
            return new Records(format(delimiter).parse(reader));
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** Excel writes the empty lines below a table as delimiters only. */
    private static boolean isEmpty(CSVRecord each) {
        return each.stream().allMatch(String::isBlank);
    }

    private Row row(long number, long line, List<String> cells) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            boolean named = i < header.size() && !header.get(i).isBlank();
            if (!named && !cells.get(i).isBlank()) {
                problems.add(Problem.at(
                        "",
                        Reason.INVALID_REQUEST,
                        "cell " + (i + 1) + " ('" + shortened(cells.get(i)) + "') belongs to no column; a cell with "
                                + DELIMITERS.get(delimiter) + " in it must stand in double quotes"));
            }
        }
        ObjectNode request = columns.request(cells, problems);
        SpreadsheetNumbers.repair(request).ifPresent(problems::add);
        if (!request.has("to")) {
            problems.add(Problem.at(
                    "to", Reason.INVALID_REQUEST, "it is empty: write the person's number with country code"));
        }
        if (!request.has("message") && !request.has("template")) {
            problems.add(Problem.at(
                    "", Reason.INVALID_REQUEST, "there is nothing to send: text, template and media are empty"));
        }
        return new Row(number, line, cells, request, problems);
    }

    private static String shortened(String cell) {
        return Excerpt.of(cell, 40);
    }

    /** How many lines of the file a record goes on behind its first. */
    private static long breaks(List<String> cells) {
        return cells.stream()
                .mapToLong(cell -> cell.replace("\r\n", "\n")
                        .chars()
                        .filter(each -> each == '\n' || each == '\r')
                        .count())
                .sum();
    }

    private final class Records implements Rows {

        private final CSVParser parser;
        private final Iterator<CSVRecord> records;
        private @Nullable CSVRecord next;
        private boolean headerSeen;
        private long number;
        private long lastLine;

        Records(CSVParser parser) {
            this.parser = parser;
            this.records = parser.iterator();
        }

        @Override
        public boolean hasNext() {
            while (next == null && records.hasNext()) {
                CSVRecord each = records.next();
                if (isEmpty(each)) {
                    continue;
                }
                if (headerSeen) {
                    next = each;
                    lastLine = parser.getCurrentLineNumber();
                }
                headerSeen = true;
            }
            return next != null;
        }

        @Override
        public Row next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            List<String> cells = next.toList();
            next = null;
            return row(++number, lastLine - breaks(cells), cells);
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
