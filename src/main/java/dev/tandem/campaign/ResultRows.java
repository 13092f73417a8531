package dev.tandem.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Cause;
import dev.tandem.send.SendIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * Every row of the input in its order: first its own cells, then what became of it. The table has the input's delimiter and
 * is in UTF-8.
 */
final class ResultRows implements PieceStream.Pieces {

    private static final List<String> ADDED =
            List.of("row", "sendId", "state", "reason", "detail", "wamid", "time", "attempts", "priceCategory");

    /** The state of a row that the campaign has not come to yet; it stands only in tables made before that. */
    private static final String UNREAD = "unread";

    private static final int PAGE = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Campaigns campaigns;
    private final Campaign campaign;
    private final RowFile input;
    private final boolean isComplete;
    private final int width;
    private final CSVFormat format;
    private final RowFile.Rows rows;
    private boolean begun;

    /** @param isComplete whether every row must have a result: a final table is never written with a gap */
    ResultRows(Campaigns campaigns, Campaign campaign, RowFile input, boolean isComplete) throws IOException {
        this.campaigns = campaigns;
        this.campaign = campaign;
        this.input = input;
        this.isComplete = isComplete;
        this.width = width(input);
        this.format = CsvFile.format(input.delimiter());
        this.rows = input.open();
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        StringBuilder text = new StringBuilder();
        if (!begun) {
            begun = true;
            text.append(input.marked() ? "\uFEFF" : "");
            format.printRecord(text, record(input.header(), ADDED).toArray());
        } else if (!rows.hasNext()) {
            return null;
        }
        printPage(text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void printPage(StringBuilder text) throws IOException {
        Deque<RowResult> results = new ArrayDeque<>();
        for (int count = 0; count < PAGE && rows.hasNext(); count++) {
            Row row = rows.next();
            if (count == 0) {
                results.addAll(campaigns.results(campaign.id(), row.number() - 1, PAGE));
            }
            RowResult result = results.poll();
            if (isComplete && (result == null || result.row() != row.number())) {
                throw new IOException("Row " + row.number() + " of campaign " + campaign.id()
                        + " has no result: the file in 'work' is not the one that was read");
            }
            format.printRecord(
                    text,
                    record(row.cells(), result == null ? unread(row) : added(result))
                            .toArray());
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

    private List<String> record(List<String> cells, List<String> added) {
        List<String> record = new ArrayList<>(cells);
        record.addAll(Collections.nCopies(width - cells.size(), ""));
        record.addAll(added);
        return record;
    }

    private static List<String> unread(Row row) {
        List<String> cells = new ArrayList<>(Collections.nCopies(ADDED.size(), ""));
        cells.set(ADDED.indexOf("row"), Long.toString(row.number()));
        cells.set(ADDED.indexOf("state"), UNREAD);
        return cells;
    }

    private static List<String> added(RowResult result) {
        Long sendId = result.sendId();
        return List.of(
                Long.toString(result.row()),
                sendId == null ? "" : SendIds.text(sendId),
                result.state(),
                orEmpty(result.reason()),
                words(result),
                orEmpty(result.wamid()),
                result.at().toString(),
                result.attempts() == null ? "" : result.attempts().toString(),
                priceCategory(result.pricing()));
    }

    /** A reason never stands there without words. */
    private static String words(RowResult result) {
        String detail = orEmpty(result.detail());
        String reason = result.reason();
        return detail.isBlank() && reason != null
                ? Cause.parse(reason, "", null).reason().advice()
                : detail;
    }

    private static String priceCategory(@Nullable String pricing) {
        try {
            return pricing == null
                    ? ""
                    : JSON.readTree(pricing).path("category").asText("");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A send's pricing is kept as JSON", e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
