package dev.tandem.campaign;

import dev.tandem.send.Incoming;
import dev.tandem.send.SendAccept;
import java.time.Duration;
import java.util.List;

/**
 * Rows with what the door reads of them: all that can be told without a database. Immutable.
 *
 * @param rows all of them
 * @param sound those that say what a request needs, and that the door is asked about
 * @param readings what it reads of these, in their order
 */
record RowBatch(List<Row> rows, List<Row> sound, SendAccept.Readings readings) {

    /** @param life how long a row may wait that names no expiry */
    static RowBatch of(Campaign campaign, List<Row> rows, Duration life, SendAccept door) {
        List<Row> sound = rows.stream().filter(row -> row.problems().isEmpty()).toList();
        List<Incoming> requests = sound.stream()
                .map(row -> Incoming.ofCampaign(
                        row.request(), RowDoor.key(campaign.id(), row), RowDoor.SOURCE, campaign.id(), life))
                .toList();
        return new RowBatch(rows, sound, door.read(requests));
    }
}
