package dev.tandem.consent;

import dev.tandem.domain.Wish;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A list of persons in CSV: {@code contact}, or {@code contact,scope} for opt-outs, with or without a line of titles. Every
 * row is read for itself: a wrong one is told and loses none of the others. Thread-safe.
 */
public final class WishSheet {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private final ContactReader contacts;

    public WishSheet(ContactReader contacts) {
        this.contacts = contacts;
    }

    /** What a list says. */
    public record Sheet(List<ConsentDesk.Entry> entries, List<WrongRow> wrong) {}

    /**
     * A row that could not be read.
     *
     * @param row its number, 1 for the first of the list, the line of titles counted
     * @param text what stands there
     * @param detail what is wrong and what to write
     */
    public record WrongRow(long row, String text, String detail) {}

    /** Opt-outs; without a scope a row means marketing. */
    public Sheet optOuts(String csv) {
        return read(csv, 2);
    }

    /** Opt-ins. */
    public Sheet optIns(String csv) {
        return read(csv, 1);
    }

    private Sheet read(String csv, int columns) {
        Sheet sheet = new Sheet(new ArrayList<>(), new ArrayList<>());
        try (CSVParser parser = FORMAT.parse(new StringReader(csv.startsWith("\uFEFF") ? csv.substring(1) : csv))) {
            parser.forEach(row -> add(row, columns, sheet));
        } catch (UncheckedIOException | IllegalStateException | IOException e) {
            // The reader cannot go on behind a broken quote: what comes after it is told as one wrong row.
            long row = sheet.entries().size() + sheet.wrong().size() + 1L;
            sheet.wrong().add(new WrongRow(row, "", "From here on it is no CSV: " + e.getMessage()));
        }
        return sheet;
    }

    private void add(CSVRecord row, int columns, Sheet sheet) {
        if (row.getRecordNumber() == 1 && row.get(0).equalsIgnoreCase("contact")) {
            return;
        }
        try {
            if (row.size() > columns) {
                throw new IllegalArgumentException("The row has " + row.size() + " columns: write "
                        + (columns == 1 ? "contact alone" : "contact and scope") + ".");
            }
            Wish.Kind kind = columns == 1 ? Wish.Kind.OPT_IN : scope(row.size() > 1 ? row.get(1) : "");
            sheet.entries().add(new ConsentDesk.Entry(contacts.read(row.get(0)), kind));
        } catch (IllegalArgumentException e) {
            String text = String.join(",", row.toList());
            sheet.wrong().add(new WrongRow(row.getRecordNumber(), text, String.valueOf(e.getMessage())));
        }
    }

    /**
     * The kind that a scope means; an empty one means marketing.
     *
     * @throws IllegalArgumentException when it is another word
     */
    public static Wish.Kind scope(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "marketing" -> Wish.Kind.NO_MARKETING;
            case "all" -> Wish.Kind.NOTHING;
            default -> throw new IllegalArgumentException("'" + word + "' is no scope: write marketing or all.");
        };
    }

    /** The public word of an opt-out's kind. */
    public static String scope(Wish.Kind kind) {
        return kind == Wish.Kind.NOTHING ? "all" : "marketing";
    }
}
