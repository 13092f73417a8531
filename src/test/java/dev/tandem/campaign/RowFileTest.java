package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people export them. */
class RowFileTest {

    @TempDir
    Path folder;

    @Test
    void readsUtf8WithByteOrderMarkAndSemicolons() throws Exception {
        RowFile file = csv(bytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, "to;text\r\n+49170;Grüße\r\n"));

        assertThat(file.header()).containsExactly("to", "text");
        assertThat(file.form()).isEqualTo("CSV separated by semicolon, UTF-8 with byte order mark");
        assertThat(cells(file)).containsExactly(List.of("+49170", "Grüße"));
    }

    @Test
    void knowsUtf16WithoutAByteOrderMark() throws Exception {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            RowFile file = csv("to\ttext\n1\tżółć\n".getBytes(charset));
            assertThat(file.form()).isEqualTo("CSV separated by tab, " + charset.name());
            assertThat(file.marked()).isFalse();
            assertThat(cells(file)).containsExactly(List.of("1", "żółć"));
        }
    }

    @Test
    void whatASpreadsheetMadeOfAPhoneNumberIsRefusedWithAdvice() throws Exception {
        String advice =
                " Give the column the format 'Text' in the spreadsheet, enter or paste the numbers again, and save"
                        + " it anew.";
        for (String rounded : List.of("4,91701E+11", "4.91701E+11", "4,91701e+11", "+4.9E11", "5E+10")) {
            assertThat(problem(rounded))
                    .isEqualTo("to: '" + rounded
                            + "' is a number that the spreadsheet rounded: its last digits are lost." + advice);
        }
        for (String decimal : List.of("491701234567.0", "491701234567,00")) {
            assertThat(problem(decimal))
                    .isEqualTo("to: '" + decimal + "' was exported as a number with decimals." + advice);
        }
        for (String number : List.of("+49.170.1234567", "US.4f00aa11E5", "491701234567")) {
            assertThat(first(csv("to;text\n" + number + ";hello\n")).problems())
                    .as(number)
                    .isEmpty();
        }
    }

    private String problem(String to) throws Exception {
        Row row = first(csv("to;text\n" + to + ";hello\n"));
        assertThat(row.problems()).hasSize(1);
        return row.problems().get(0).field() + ": "
                + row.problems().get(0).cause().detail();
    }

    @Test
    void theApostropheThatKeepsANumberTextIsNoPartOfIt() throws Exception {
        Row row = first(csv("to,text\n'+49 170 1234567,hello\n"));
        assertThat(row.cells()).containsExactly("'+49 170 1234567", "hello");
        assertThat(row.request().path("to").asText()).isEqualTo("+49 170 1234567");
    }

    @Test
    void readsUtf16OfEitherOrder() throws Exception {
        byte[] little = bytes(new byte[] {(byte) 0xFF, (byte) 0xFE}, "to\ttext\n1\tżółć\n", StandardCharsets.UTF_16LE);
        byte[] big = bytes(new byte[] {(byte) 0xFE, (byte) 0xFF}, "to\ttext\n1\tżółć\n", StandardCharsets.UTF_16BE);

        for (byte[] each : List.of(little, big)) {
            RowFile file = csv(each);
            assertThat(file.form()).contains("separated by tab", "UTF-16");
            assertThat(cells(file)).containsExactly(List.of("1", "żółć"));
        }
    }

    @Test
    void takesWhatIsNotUtf8ForWindows1252() throws Exception {
        RowFile file = csv("to,text\n1,Müller 5 €\n".getBytes(Charset.forName("windows-1252")));

        assertThat(file.form()).isEqualTo("CSV separated by comma, windows-1252");
        assertThat(cells(file)).containsExactly(List.of("1", "Müller 5 €"));
    }

    @Test
    void readsLatin1() throws Exception {
        assertThat(cells(csv(
                        "to,text\n1,Grüße aus Łódź\n".replace("Łódź", "Köln").getBytes(StandardCharsets.ISO_8859_1))))
                .containsExactly(List.of("1", "Grüße aus Köln"));
    }

    @Test
    void knowsUtf8AlsoWhenACharacterIsCutByTheBuffer() throws Exception {
        String text = "to,text\n1," + "ü".repeat(100_000) + "\n";

        assertThat(csv(text.getBytes(StandardCharsets.UTF_8)).form()).endsWith("UTF-8");
        assertThat(csv(("x" + text).replace("xto", "to ").getBytes(StandardCharsets.UTF_8))
                        .form())
                .endsWith("UTF-8");
    }

    @Test
    void keepsQuotedNewlinesAndSkipsEmptyLines() throws Exception {
        RowFile file = csv("\n\nto;text\n\n1;\"two\r\nlines; and a \"\"quote\"\"\"\n;\n   \n2;\n\n");

        assertThat(cells(file)).containsExactly(List.of("1", "two\r\nlines; and a \"quote\""), List.of("2", ""));
        try (RowFile.Rows rows = file.open()) {
            assertThat(rows.next().number()).isEqualTo(1);
            assertThat(rows.next().number()).isEqualTo(2);
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void missingLastCellsAreEmpty() throws Exception {
        RowFile file = csv("to,text,id\n1,hello\n");

        assertThat(first(file).request())
                .hasToString("{\"to\":\"1\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"hello\"}}}");
    }

    @Test
    void aCellBeyondTheHeaderIsTheRowsProblem() throws Exception {
        Row row = first(csv("to,text\n1,hello,world\n"));

        assertThat(row.problems()).hasSize(1);
        assertThat(row.problems().get(0).cause().detail())
                .isEqualTo(
                        "cell 3 ('world') belongs to no column; a cell with comma in it must stand in double quotes");
    }

    @Test
    void everyColumnFindsItsPlace() throws Exception {
        Row row = first(csv("""
                to,id,from,template,language,header,body.1,body.2,button.0,notBefore,expiresAt,meta.customer,text
                US.4f00aa,k1,berlin,order_update,en_US,Hi,A-1,,SHOE,2026-03-01T10:00:00Z,2026-03-02T10:00:00Z,C 7,Hello
                """));

        assertThat(row.request()).hasToString("""
                {"to":{"userId":"US.4f00aa"},"id":"k1","from":"berlin","notBefore":"2026-03-01T10:00:00Z",\
                "expiresAt":"2026-03-02T10:00:00Z","template":{"name":"order_update","language":"en_US","parameters":\
                {"header":"Hi","body":["A-1"],"buttons":{"0":"SHOE"}}},\
                "message":{"type":"text","text":{"body":"Hello"}},"metadata":{"customer":"C 7"}}""");
    }

    @Test
    void namedParametersAndMediaInTheHeaderOfATemplate() throws Exception {
        Row row = first(csv("""
                to,template,language,media,body.first_name,body.code
                1,spring_offer,en,https://shop.example/spring.jpg?v=2,Ann,X1
                """));

        assertThat(row.request().path("template").path("parameters")).hasToString("""
                {"header":{"type":"image","image":{"link":"https://shop.example/spring.jpg?v=2"}},\
                "body":{"first_name":"Ann","code":"X1"}}""");
        assertThat(row.request().has("message")).isFalse();
    }

    @Test
    void mediaWithoutTemplateIsAMessage() throws Exception {
        Row row = first(csv("to,media,text\n1,https://shop.example/list.pdf,The list\n"));

        assertThat(row.request().path("message")).hasToString("""
                {"type":"document","document":{"link":"https://shop.example/list.pdf","caption":"The list"}}""");
    }

    @Test
    void mediaMayBeAFileOrAnIdOfMetas() throws Exception {
        Row file = first(csv("to,media,text\n1,list.pdf,The list\n"));
        assertThat(file.request().path("message")).hasToString("""
                {"type":"document","document":{"file":"list.pdf","caption":"The list"}}""");
        Row header = first(csv("to,template,language,media\n1,spring_offer,en,spring sale.jpg\n"));
        assertThat(header.request().path("template").path("parameters")).hasToString("""
                {"header":{"type":"image","image":{"file":"spring sale.jpg"}}}""");
        Row id = first(csv("to,media\n1,700000000000009\n"));
        assertThat(id.request().path("message")).hasToString("""
                {"type":"image","image":{"id":"700000000000009"}}""");
    }

    @Test
    void allFaultsOfTheHeaderAreNamedAtOnce() {
        assertThatThrownBy(() -> csv("phone,text,Text,body.1,body.3,body.name\n1,a,b,c,d,e\n"))
                .isInstanceOf(BadCampaignFile.class)
                .hasMessageStartingWith("The column 'phone' is unknown. Columns are: to, id, from, template,")
                .hasMessageContaining("call it 'meta.phone'")
                .hasMessageContaining("The column 'Text' is there twice. Remove or rename one of them.")
                .hasMessageContaining("There is no column 'to'.")
                .hasMessageContaining("body.1 and body.<name> cannot stand together")
                .hasMessageContaining("The columns body.1 to body.3 have a gap: there are only 2 of them.");
    }

    @Test
    void aTableMustHaveSomethingToSend() {
        assertThatThrownBy(() -> csv("to,from\n1,berlin\n"))
                .hasMessageStartingWith("There is nothing to send: add a column");
        assertThatThrownBy(() -> csv("to,template\n1,hello\n"))
                .hasMessage("A template needs its language: add a column 'language', as in en_US.");
        assertThatThrownBy(() -> csv("")).hasMessageStartingWith("The file has no header");
    }

    @Test
    void aBrokenLineOfJsonIsABadRowAndNotABadFile() throws Exception {
        Path path = Files.writeString(folder.resolve("a.jsonl"), "{\"to\":\"1\"}\n\n{\"to\":\n[1]\n{\"to\":\"2\"} x\n");
        RowFile file = RowFile.of(path, CampaignSettings.NONE);
        List<Row> rows = rows(file);

        assertThat(file.header()).containsExactly("request");
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0).problems()).isEmpty();
        assertThat(rows.get(1).problems().get(0).cause().detail()).startsWith("it is not readable as JSON: ");
        assertThat(rows.get(2).problems().get(0).cause().detail())
                .isEqualTo("it must be a JSON object with a send request in it");
        assertThat(rows.get(3).problems()).hasSize(1);
        assertThat(rows.get(3).cells()).containsExactly("{\"to\":\"2\"} x");
    }

    private RowFile csv(String text) throws IOException, BadCampaignFile {
        return csv(text.getBytes(StandardCharsets.UTF_8));
    }

    private RowFile csv(byte[] content) throws IOException, BadCampaignFile {
        return RowFile.of(Files.write(folder.resolve("a.csv"), content), CampaignSettings.NONE);
    }

    private static byte[] bytes(byte[] mark, String text) {
        return bytes(mark, text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(byte[] mark, String text, Charset charset) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(mark);
        all.writeBytes(text.getBytes(charset));
        return all.toByteArray();
    }

    private static Row first(RowFile file) throws IOException {
        return rows(file).get(0);
    }

    private static List<Row> rows(RowFile file) throws IOException {
        List<Row> all = new ArrayList<>();
        try (RowFile.Rows rows = file.open()) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    private static List<List<String>> cells(RowFile file) throws IOException {
        return rows(file).stream().map(Row::cells).toList();
    }
}
