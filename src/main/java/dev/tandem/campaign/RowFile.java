package dev.tandem.campaign;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** A campaign file that can be read from its beginning several times, each time row by row in constant memory. */
interface RowFile {

    /** The names of the columns, as they stand in the file. */
    List<String> header();

    /** What separates the cells. */
    char delimiter();

    /** How it is written, in words. */
    String form();

    /** Whether it begins with a byte order mark, without which Excel would not know it for Unicode. */
    boolean marked();

    /** The extension of its form with its dot, as in {@code .csv}, whether it is packed or not. */
    String extension();

    /** What its text is encoded in. */
    Charset charset();

    /** Writes its header as it stands in a file of this form; nothing where there is none. */
    void writeHeader(Appendable target) throws IOException;

    /** Writes a row as it stands in a file of this form. */
    void write(Row row, Appendable target) throws IOException;

    /** Reads from the beginning. */
    Rows open() throws IOException;

    /**
     * The rows in their order. Once the file has been checked, {@code next} fails only when the disk does
     * ({@link java.io.UncheckedIOException}).
     */
    interface Rows extends Iterator<Row>, Closeable {}

    /**
     * Tells how the file is written.
     *
     * @param settings what lay beside it says how its rows are read
     * @throws BadCampaignFile when it cannot be used
     */
    static RowFile of(Path file, CampaignSettings settings) throws IOException, BadCampaignFile {
        FileBytes.check(file);
        TextEncoding encoding = TextEncoding.of(file);
        boolean lines = CampaignFolders.extension(file.getFileName().toString())
                .toLowerCase(Locale.ROOT)
                .startsWith(".jsonl");
        return lines ? JsonlFile.of(file, encoding, settings) : CsvFile.of(file, encoding, settings);
    }
}
