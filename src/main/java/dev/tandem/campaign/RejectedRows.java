package dev.tandem.campaign;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the input that were refused, as they stand in it and in its own shape (form, header, delimiter, encoding), so
 * that they can be corrected and dropped again.
 */
final class RejectedRows implements PieceStream.Pieces {

    private static final int PAGE = 1000;

    private final Campaigns campaigns;
    private final Campaign campaign;
    private final RowFile input;
    private final RowFile.Rows rows;
    private final Deque<Long> refused = new ArrayDeque<>();
    private long last;
    private boolean begun;

    RejectedRows(Campaigns campaigns, Campaign campaign, RowFile input) throws IOException {
        this.campaigns = campaigns;
        this.campaign = campaign;
        this.input = input;
        this.rows = input.open();
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        StringBuilder text = new StringBuilder();
        if (!begun) {
            begun = true;
            text.append(input.marked() ? "\uFEFF" : "");
            input.writeHeader(text);
            return bytes(text);
        }
        refused.addAll(campaigns.refused(campaign.id(), last, PAGE));
        if (refused.isEmpty()) {
            return null;
        }
        last = refused.getLast();
        while (!refused.isEmpty() && rows.hasNext()) {
            Row row = rows.next();
            if (row.number() == refused.getFirst()) {
                refused.removeFirst();
                input.write(row, text);
            }
        }
        if (!refused.isEmpty()) {
            throw new IOException("The input of campaign " + campaign.id() + " has no row " + refused.getFirst()
                    + " any more: the file is not the one that was read");
        }
        return bytes(text);
    }

    private byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(input.charset());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
