package dev.tandem.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.send.Problem;
import dev.tandem.send.Recipients;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendContent;
import dev.tandem.send.SendLedger;
import dev.tandem.send.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes rows to the one door; a row's key is the campaign's id and the row unless it has an id of its own. */
public final class RowDoor {

    /** Stands on every event of a campaign's send. */
    public static final String SOURCE = "file";

    private static final String CANCELLED = "The campaign was cancelled before this row became a send.";

    private final SendAccept accept;
    private final SendLedger ledger;
    private final OptIns optIns;
    private final NumberDirectory numbers;
    private final CampaignControls controls;

    public RowDoor(
            SendAccept accept, SendLedger ledger, OptIns optIns, NumberDirectory numbers, CampaignControls controls) {
        this.optIns = optIns;
        this.accept = accept;
        this.ledger = ledger;
        this.numbers = numbers;
        this.controls = controls;
    }

    /** Reads rows; needs no database, so that it can be done while the rows before are written. */
    RowBatch read(Campaign campaign, List<Row> rows, Duration life) {
        return RowBatch.of(campaign, rows, life, accept);
    }

    /**
     * Accepts or refuses each row; all that can be accepted is written in one transaction. Rows of a campaign that was cancelled
     * become no sends any more.
     *
     * @param maybeAgain whether the rows may have been accepted before a crash without that being kept: then a row which
     *     is refused now, because its time is over meanwhile, is the send that it was
     */
    List<RowVerdict> accept(Campaign campaign, RowBatch batch, boolean maybeAgain) {
        String campaignId = campaign.id();
        List<Row> rows = batch.rows();
        if (controls.find(campaignId).isCancelled()) {
            return rows.stream()
                    .map(row -> cancelled(campaignId, row, maybeAgain))
                    .toList();
        }
        if (campaign.settings().optInColumn() != null) {
            // Before: a row may leave the moment it is accepted.
            recordOptIns(campaign, rows);
        }
        List<Verdict> said = accept.acceptAll(batch.readings());
        controls.use(campaignId, uses(batch.sound(), said));
        List<RowVerdict> verdicts = new ArrayList<>(rows.size());
        int next = 0;
        for (Row row : rows) {
            Verdict verdict = row.problems().isEmpty() ? said.get(next++) : new Verdict.Refused(row.problems());
            Optional<Send> before = maybeAgain && verdict instanceof Verdict.Refused
                    ? acceptedBefore(campaignId, row)
                    : Optional.empty();
            verdicts.add(before.map(send -> new RowVerdict(row.number(), send.id(), null))
                    .orElseGet(() -> verdict(row.number(), verdict)));
        }
        return verdicts;
    }

    /** A row that was accepted before a crash is the send that it was; it is cancelled with the others. */
    private RowVerdict cancelled(String campaignId, Row row, boolean maybeAgain) {
        Optional<Send> before = maybeAgain ? acceptedBefore(campaignId, row) : Optional.empty();
        return before.map(send -> new RowVerdict(row.number(), send.id(), null))
                .orElseGet(() -> new RowVerdict(row.number(), null, Cause.of(Reason.CANCELLED, CANCELLED)));
    }

    /** What the accepted rows use; kept before the rows are, so that no rule misses one after a crash. */
    private List<CampaignControls.Use> uses(List<Row> sound, List<Verdict> said) {
        Set<CampaignControls.Use> uses = new LinkedHashSet<>();
        for (int i = 0; i < sound.size(); i++) {
            if (said.get(i) instanceof Verdict.Accepted accepted) {
                String phoneNumberId = accepted.send().acceptance().phoneNumberId();
                SendContent content = SendContent.of(sound.get(i).request());
                uses.add(new CampaignControls.Use(
                        phoneNumberId,
                        numbers.find(phoneNumberId)
                                .flatMap(content::templateWith)
                                .orElse(null)));
            }
        }
        return List.copyOf(uses);
    }

    /** The key of a row that has none of its own. */
    static String key(String campaignId, Row row) {
        return campaignId + '-' + row.number();
    }

    /** Rows that are sound say yes in that column, or they would not be. */
    private void recordOptIns(Campaign campaign, List<Row> rows) {
        Map<String, Set<String>> byNumber = new LinkedHashMap<>();
        rows.stream().filter(row -> row.problems().isEmpty()).forEach(row -> number(row)
                .ifPresent(number -> person(row).ifPresent(person -> byNumber.computeIfAbsent(
                                number.phoneNumberId(), any -> new LinkedHashSet<>())
                        .add(person))));
        // As of the file: it may have waited for approval while somebody thought better of it.
        byNumber.forEach(
                (number, persons) -> optIns.record(persons, number, "campaign " + campaign.id(), campaign.arrivedAt()));
    }

    /** Whom a row is for; empty when the door will refuse it. */
    private static Optional<String> person(Row row) {
        JsonNode to = row.request().path("to");
        if (to.path("userId").isTextual()) {
            return Optional.of(to.path("userId").asText());
        }
        try {
            return Optional.ofNullable(Recipients.ofPhone(to.asText("")).phone());
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    private Optional<BusinessNumber> number(Row row) {
        String from = row.request().path("from").asText("");
        return from.isEmpty() ? numbers.only() : numbers.find(from);
    }

    private Optional<Send> acceptedBefore(String campaignId, Row row) {
        Optional<BusinessNumber> number = number(row);
        String key = row.request().path("id").asText(key(campaignId, row));
        return number.flatMap(known -> ledger.findByClientId(known.phoneNumberId(), key))
                .filter(send -> send.acceptance().campaign().equals(campaignId));
    }

    private static RowVerdict verdict(long row, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            return new RowVerdict(row, accepted.send().id(), null);
        }
        return new RowVerdict(row, null, refusal(verdict));
    }

    private static Cause refusal(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            List<Problem> problems = refused.problems();
            return Cause.of(
                    problems.get(0).cause().reason(),
                    problems.stream().map(RowDoor::words).collect(Collectors.joining("; ")));
        }
        if (verdict instanceof Verdict.Forbidden forbidden) {
            return Cause.of(Reason.UNKNOWN_NUMBER, forbidden.detail());
        }
        return Cause.of(Reason.DUPLICATE_CONFLICT);
    }

    /** A problem in words. */
    static String words(Problem problem) {
        return problem.field().isEmpty()
                ? problem.cause().detail()
                : problem.field() + ": " + problem.cause().detail();
    }
}
