package dev.tandem.campaign;

import dev.tandem.send.SendIds;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Every row of the input in its order: first its own cells, then what became of it. The table has the input's delimiter, is
 * in UTF-8, and appears whole.
 */
final class ResultFile {

    private static final List<String> ADDED = List.of("row", "sendId", "state", "reason", "detail", "wamid", "time");
    private static final int PAGE = 1000;

    private final Campaigns campaigns;

    ResultFile(Campaigns campaigns) {
        this.campaigns = campaigns;
    }

    void write(Campaign campaign, RowFile input, Path target) throws IOException {
        Path unfinished = target.resolveSibling("." + target.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            Writer writer = new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
            write(campaign, input, writer);
            writer.flush();
            channel.force(true);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(Campaign campaign, RowFile input, Writer writer) throws IOException {
        if (input.marked()) {
            writer.write('\uFEFF');
        }
        int width = width(input);
        CSVPrinter printer = new CSVPrinter(writer, CsvFile.format(input.delimiter()));
        printer.printRecord(record(input.header(), width, ADDED));
        Deque<RowResult> results = new ArrayDeque<>();
        try (RowFile.Rows rows = input.open()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (results.isEmpty()) {
                    results.addAll(campaigns.results(campaign.id(), row.number() - 1, PAGE));
                }
                RowResult result = results.poll();
                if (result == null || result.row() != row.number()) {
                    throw new IOException("Row " + row.number() + " of campaign " + campaign.id()
                            + " has no result: the file in 'work' is not the one that was read");
                }
                printer.printRecord(record(row.cells(), width, added(result)));
            }
        }
    }

    /** Rows that are longer than the header keep their cells, too. */
    private static int width(RowFile input) throws IOException {
        int width = input.header().size();
        try (RowFile.Rows rows = input.open()) {
            while (rows.hasNext()) {
                width = Math.max(width, rows.next().cells().size());
            }
        }
        return width;
    }

    private static List<String> record(List<String> cells, int width, List<String> added) {
        List<String> record = new ArrayList<>(cells);
        record.addAll(Collections.nCopies(width - cells.size(), ""));
        record.addAll(added);
        return record;
    }

    private static List<String> added(RowResult result) {
        Long sendId = result.sendId();
        return List.of(
                Long.toString(result.row()),
                sendId == null ? "" : SendIds.text(sendId),
                result.state(),
                orEmpty(result.reason()),
                orEmpty(result.detail()),
                orEmpty(result.wamid()),
                result.at().toString());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
