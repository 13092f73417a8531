package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.hsqldb.jdbc.JDBCPool;
import org.springframework.util.FileSystemUtils;

/** Tables of any text in every form go in and come out cell by cell. */
class TableProperties {

    private static final CampaignSettings AGAIN = CampaignSettings.parse("{\"resend\":true}");

    private static final String SEED = "20261129";
    private static final int COLUMNS = 3;

    private static Path folder;
    private static CampaignHouse house;

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("tables");
        // In memory: hundreds of campaigns, each with a dozen commits, would wait for the disk most of the time.
        JDBCPool database = new JDBCPool();
        database.setUrl("jdbc:hsqldb:mem:tables;hsqldb.tx=mvcc");
        database.setUser("SA");
        house = new CampaignHouse(folder, CampaignHouse.NOW, CampaignHouse.numbers("berlin"), database, "hsqldb");
    }

    @AfterContainer
    static void stop() throws IOException {
        house.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    /** How a table is written. */
    record Form(char delimiter, QuoteMode quotes, String newline, Charset charset, boolean marked, boolean packed) {

        byte[] bytes(List<List<String>> rows) throws IOException {
            CSVFormat format = CSVFormat.Builder.create(CSVFormat.DEFAULT)
                    .setDelimiter(delimiter)
                    .setQuoteMode(quotes)
                    .setRecordSeparator(newline)
                    .get();
            StringBuilder text = new StringBuilder(marked ? "\uFEFF" : "");
            format.printRecord(text, "to", "text", "meta.x");
            for (List<String> row : rows) {
                format.printRecord(text, row.toArray());
            }
            byte[] plain = text.toString().getBytes(charset);
            if (!packed) {
                return plain;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(plain);
            }
            return bytes.toByteArray();
        }
    }

    @Provide
    static Arbitrary<Form> forms() {
        Arbitrary<Charset> charsets = Arbitraries.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("windows-1252"));
        return Combinators.combine(
                        Arbitraries.of(',', ';', '\t'),
                        Arbitraries.of(QuoteMode.ALL, QuoteMode.MINIMAL),
                        Arbitraries.of("\n", "\r\n"),
                        charsets,
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((delimiter, quotes, newline, charset, marked, packed) -> new Form(
                        delimiter,
                        quotes,
                        newline,
                        charset,
                        marked && charset.name().startsWith("UTF"),
                        packed));
    }

    /** Any text, with more than its share of what tables are made of. */
    @Provide
    static Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> anything = Arbitraries.strings()
                .all()
                .excludeChars('\0')
                .ofMaxLength(12)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        Arbitrary<String> beyond =
                Arbitraries.integers().between(0x10000, 0x10FFFF).map(point -> new String(Character.toChars(point)));
        Arbitrary<String> special = Arbitraries.of(
                        "\"", "\"\"", ",", ";", "\t", "\n", "\r", "\r\n", " ", "'", "#", "\\", "=1+1", "ü", "€", "x")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        Arbitrary<String> cell = Arbitraries.oneOf(anything, beyond, special);
        return cell.list().ofSize(COLUMNS).list().ofMinSize(1).ofMaxSize(8);
    }

    @Property(tries = 600, seed = SEED)
    void everyCellComesBack(@ForAll("tables") List<List<String>> any, @ForAll("forms") Form form) throws Exception {
        List<List<String>> rows = any.stream()
                .map(row ->
                        row.stream().map(cell -> fitting(cell, form.charset())).toList())
                .filter(row -> row.stream().anyMatch(cell -> !cell.isBlank()))
                .toList();
        Assume.that(!rows.isEmpty() && !isMistakenForUtf8(form, rows));
        String extension = form.packed() ? ".csv.gz" : ".csv";
        Path file = Files.write(folder.resolve("table" + extension), form.bytes(rows));
        RowFile input = RowFile.of(file, CampaignSettings.NONE);
        assertThat(cells(input)).isEqualTo(rows);
        assertThat(input.delimiter()).isEqualTo(form.delimiter());

        StringBuilder again = new StringBuilder(input.marked() ? "\uFEFF" : "");
        input.writeHeader(again);
        try (RowFile.Rows read = input.open()) {
            while (read.hasNext()) {
                input.write(read.next(), again);
            }
        }
        Path rejected =
                Files.write(folder.resolve("rejected.csv"), again.toString().getBytes(input.charset()));
        assertThat(cells(RowFile.of(rejected, CampaignSettings.NONE)))
                .as("dropped again")
                .isEqualTo(rows);
    }

    @Property(tries = 60, seed = SEED)
    void everyCellStandsInTheResults(@ForAll("tables") List<List<String>> any, @ForAll("forms") Form form)
            throws Exception {
        List<List<String>> rows = any.stream()
                .map(row ->
                        row.stream().map(cell -> fitting(cell, form.charset())).toList())
                .filter(row -> row.stream().anyMatch(cell -> !cell.isBlank()))
                .toList();
        Assume.that(!rows.isEmpty() && !isMistakenForUtf8(form, rows));
        String name = "t" + house.campaigns.newest(1000).size();
        Path file =
                Files.write(house.folder("in").resolve(name + (form.packed() ? ".csv.gz" : ".csv")), form.bytes(rows));
        Path target = house.intake.arrive(file, AGAIN);
        Files.move(file, target);
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();

        List<List<String>> results =
                house.results(house.campaigns.named(name).get(0).stem(), form.delimiter());
        assertThat(results).hasSize(rows.size() + 1);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(results.get(i + 1).subList(0, COLUMNS)).isEqualTo(rows.get(i));
            assertThat(results.get(i + 1).get(COLUMNS)).isEqualTo(Integer.toString(i + 1));
        }
    }

    /** Only what the encoding has letters for can stand in a file of it. */
    private static String fitting(String cell, Charset charset) {
        return new String(cell.getBytes(charset), charset);
    }

    /** Letters of Windows-1252 that happen to be valid UTF-8 cannot be told from it by anybody. */
    private static boolean isMistakenForUtf8(Form form, List<List<String>> rows) throws IOException {
        if (form.charset().name().startsWith("UTF")) {
            return false;
        }
        byte[] bytes =
                new Form(form.delimiter(), form.quotes(), form.newline(), form.charset(), false, false).bytes(rows);
        try {
            String read = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !read.equals(new String(bytes, form.charset()));
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static List<List<String>> cells(RowFile file) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (RowFile.Rows rows = file.open()) {
            rows.forEachRemaining(row -> all.add(row.cells()));
        }
        return all;
    }
}
