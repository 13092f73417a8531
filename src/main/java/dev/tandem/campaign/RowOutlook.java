package dev.tandem.campaign;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.Incoming;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.LaneCheck.Foreseen;
import dev.tandem.send.LaneCheck.Leaving;
import dev.tandem.send.Problem;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would become of rows if they were accepted and left now, by the very rules of the door and of the lane. Writes nothing;
 * asks once for many rows. Thread-safe.
 */
final class RowOutlook {

    private final SendAccept door;
    private final Surroundings around;

    RowOutlook(SendAccept door, Surroundings around) {
        this.door = door;
        this.around = around;
    }

    /**
     * What is foreseen of a row.
     *
     * @param send the send it would become; null when the door would refuse it
     * @param leaving how it would leave; null when it is refused before
     * @param refusals why it cannot work, empty when it can; with the field in front where the door says so
     * @param notes what a person should know of a row that works
     */
    record Outlook(
            Row row,
            @Nullable Send send,
            @Nullable Leaving leaving,
            Standings.Standing standing,
            Optional<TemplateCategory> category,
            List<Cause> refusals,
            List<Cause> notes) {

        boolean isBad() {
            return !refusals.isEmpty();
        }
    }

    /** Reads rows; needs no database, so that it can be done while the rows before are looked up. */
    RowBatch read(Campaign campaign, List<Row> rows) {
        return RowBatch.of(campaign, rows, Incoming.CAMPAIGN_LIFE, door);
    }

    List<Outlook> of(Campaign campaign, RowBatch batch, Instant now) {
        List<Row> rows = batch.rows();
        Iterator<SendAccept.Preview> previews =
                door.previewAll(batch.readings()).iterator();
        List<SendAccept.Preview> all = rows.stream()
                .map(row -> row.problems().isEmpty() ? previews.next() : new SendAccept.Preview(null, row.problems()))
                .toList();
        Map<Long, Standings.Standing> standings = standings(all, now);
        Map<Long, Leaving> leavings = leavings(rows, all, standings, now);
        Map<Long, List<Foreseen>> foreseen = foreseen(leavings);
        List<Outlook> outlooks = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Send send = all.get(i).send();
            outlooks.add(
                    send == null
                            ? refused(rows.get(i), all.get(i).problems())
                            : outlook(
                                    rows.get(i),
                                    send,
                                    standings.getOrDefault(send.id(), Standings.Standing.STRANGER),
                                    leavings.get(send.id()),
                                    withoutOptIns(campaign, foreseen.getOrDefault(send.id(), List.of()))));
        }
        return outlooks;
    }

    /** Who says yes in the file has an opt-in by the time the row is accepted. */
    private static List<Foreseen> withoutOptIns(Campaign campaign, List<Foreseen> foreseen) {
        return campaign.settings().optInColumn() == null
                ? foreseen
                : foreseen.stream()
                        .filter(each -> each.cause().reason() != Reason.NO_OPT_IN)
                        .toList();
    }

    private static Outlook refused(Row row, List<Problem> problems) {
        List<Cause> causes = problems.stream()
                .map(problem -> Cause.of(problem.cause().reason(), RowDoor.words(problem)))
                .toList();
        return new Outlook(row, null, null, Standings.Standing.STRANGER, Optional.empty(), causes, List.of());
    }

    private Outlook outlook(
            Row row, Send send, Standings.Standing standing, @Nullable Leaving leaving, List<Foreseen> foreseen) {
        if (leaving == null) {
            Cause closed = Cause.of(Reason.WINDOW_CLOSED_NO_TEMPLATE);
            return new Outlook(row, send, null, standing, Optional.empty(), List.of(closed), List.of());
        }
        Map<Boolean, List<Cause>> causes = foreseen.stream()
                .collect(Collectors.partitioningBy(
                        Foreseen::refused, Collectors.mapping(Foreseen::cause, Collectors.toList())));
        return new Outlook(
                row,
                send,
                leaving,
                standing,
                template(leaving).flatMap(name -> around.categories().of(leaving.number(), name)),
                Objects.requireNonNull(causes.get(true)),
                Objects.requireNonNull(causes.get(false)));
    }

    private static Optional<TemplateName> template(Leaving leaving) {
        return switch (leaving.decision()) {
            case TEMPLATE ->
                Optional.ofNullable(leaving.content().template())
                        .map(template -> new TemplateName(
                                template.path("name").asText(),
                                template.path("language").asText()));
            case DEFAULT_TEMPLATE -> Optional.ofNullable(leaving.number().defaultTemplate());
            case FREEFORM, HOLD, REFUSE -> Optional.empty();
        };
    }

    private BusinessNumber number(Send send) {
        String id = send.acceptance().phoneNumberId();
        return around.numbers()
                .find(id)
                .orElseThrow(() -> new IllegalStateException(
                        "The number " + id + " was taken out of the configuration while its campaign was checked"));
    }

    private Map<Long, Standings.Standing> standings(List<SendAccept.Preview> previews, Instant now) {
        Map<BusinessNumber, List<Send>> byNumber = previews.stream()
                .map(SendAccept.Preview::send)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(this::number));
        Map<Long, Standings.Standing> standings = new HashMap<>();
        byNumber.forEach((number, sends) -> {
            Map<String, Standings.Standing> known = around.standings()
                    .of(
                            number,
                            sends.stream().map(RowOutlook::contact).distinct().toList(),
                            now);
            sends.forEach(send -> {
                Standings.Standing standing = known.get(contact(send));
                if (standing != null) {
                    standings.put(send.id(), standing);
                }
            });
        });
        return standings;
    }

    private static String contact(Send send) {
        return send.acceptance().recipient().contact();
    }

    /** How each would leave now; one that the window decides against is missing, one that waits for its person is there. */
    private Map<Long, Leaving> leavings(
            List<Row> rows, List<SendAccept.Preview> previews, Map<Long, Standings.Standing> standings, Instant now) {
        Map<Long, Leaving> leavings = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Send send = previews.get(i).send();
            if (send == null) {
                continue;
            }
            boolean open = standings
                    .getOrDefault(send.id(), Standings.Standing.STRANGER)
                    .windowOpen();
            BusinessNumber number = number(send);
            SendContent content = SendContent.of(rows.get(i).request());
            LateDecision decision = LateDecision.of(
                    content.message() != null,
                    content.template() != null,
                    content.whenClosed(),
                    number.defaultTemplate() != null,
                    open);
            if (decision != LateDecision.REFUSE) {
                leavings.put(send.id(), new Leaving(send, number, content, decision, open, now));
            }
        }
        return leavings;
    }

    private Map<Long, List<Foreseen>> foreseen(Map<Long, Leaving> leavings) {
        // Who waits for the person is asked when the person has written.
        List<Leaving> asked = leavings.values().stream()
                .filter(leaving -> leaving.decision() != LateDecision.HOLD)
                .toList();
        Map<Long, List<Foreseen>> all = new HashMap<>();
        for (LaneCheck check : asked.isEmpty() ? List.<LaneCheck>of() : around.checks()) {
            List<List<Foreseen>> said = check.foresee(asked);
            for (int i = 0; i < asked.size(); i++) {
                if (!said.get(i).isEmpty()) {
                    all.computeIfAbsent(asked.get(i).send().id(), any -> new ArrayList<>())
                            .addAll(said.get(i));
                }
            }
        }
        return all;
    }
}
