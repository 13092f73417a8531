package dev.tandem.campaign;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.send.Incoming;
import dev.tandem.send.Problem;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendContent;
import dev.tandem.send.SendLedger;
import dev.tandem.send.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes rows to the one door; a row's key is the campaign's id and the row unless it has an id of its own. */
public final class RowDoor {

    /** Stands on every event of a campaign's send. */
    public static final String SOURCE = "file";

    private static final String CANCELLED = "The campaign was cancelled before this row became a send.";

    private final SendAccept accept;
    private final SendLedger ledger;
    private final NumberDirectory numbers;
    private final CampaignControls controls;

    public RowDoor(SendAccept accept, SendLedger ledger, NumberDirectory numbers, CampaignControls controls) {
        this.accept = accept;
        this.ledger = ledger;
        this.numbers = numbers;
        this.controls = controls;
    }

    /**
     * Accepts or refuses each row; all that can be accepted is written in one transaction. Rows of a campaign that was cancelled
     * become no sends any more.
     *
     * @param maybeAgain whether the rows may have been accepted before a crash without that being kept: then a row which
     *     is refused now, because its time is over meanwhile, is the send that it was
     */
    List<RowVerdict> accept(String campaignId, List<Row> rows, boolean maybeAgain) {
        if (!maybeAgain && controls.find(campaignId).isCancelled()) {
            return rows.stream()
                    .map(row -> new RowVerdict(row.number(), null, Cause.of(Reason.CANCELLED, CANCELLED)))
                    .toList();
        }
        List<Incoming> sound = rows.stream()
                .filter(row -> row.problems().isEmpty())
                .map(row -> incoming(campaignId, row))
                .toList();
        List<Verdict> said = accept.acceptAll(sound);
        controls.use(campaignId, uses(said));
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

    /** What the accepted rows use; kept before the rows are, so that no rule misses one after a crash. */
    private List<CampaignControls.Use> uses(List<Verdict> said) {
        return said.stream()
                .filter(Verdict.Accepted.class::isInstance)
                .map(verdict -> ((Verdict.Accepted) verdict).send())
                .map(send -> new CampaignControls.Use(
                        send.acceptance().phoneNumberId(),
                        numbers.find(send.acceptance().phoneNumberId())
                                .flatMap(number -> SendContent.templateOf(send, number))
                                .orElse(null)))
                .distinct()
                .toList();
    }

    private static Incoming incoming(String campaignId, Row row) {
        return Incoming.ofCampaign(row.request(), key(campaignId, row), SOURCE, campaignId);
    }

    private static String key(String campaignId, Row row) {
        return campaignId + '-' + row.number();
    }

    private Optional<Send> acceptedBefore(String campaignId, Row row) {
        String from = row.request().path("from").asText("");
        Optional<BusinessNumber> number = from.isEmpty() ? numbers.only() : numbers.find(from);
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

    private static String words(Problem problem) {
        return problem.field().isEmpty()
                ? problem.cause().detail()
                : problem.field() + ": " + problem.cause().detail();
    }
}
