package dev.tandem.campaign;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.send.LaneCheck;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The report about one campaign, gathered row by row in constant memory: of the rows only counts, the first lines of each kind
 * of fault and 8 bytes of each person are kept. Not thread-safe.
 */
final class Preflight {

    /** From then on what is sent within an open window is charged, too (R85). */
    private static final Instant SERVICE_IS_CHARGED = Instant.parse("2026-10-01T00:00:00Z");

    private final Campaign campaign;
    private final Surroundings around;
    private final Instant now;
    private final Instant begins;
    private final boolean isNeverQuiet;
    private final Findings refused = new Findings();
    private final Findings noted = new Findings();
    private final Fingerprints persons = new Fingerprints();
    private final Fingerprints ids = new Fingerprints();
    private final Lines duplicatePersons = new Lines();
    private final Lines duplicateIds = new Lines();
    private final Map<BusinessNumber, Map<List<ZoneId>, Long>> toSend = new LinkedHashMap<>();
    private final Map<String, Long> charged = new TreeMap<>();
    private long free;
    private long rows;
    private long bad;
    private long open;
    private long freeform;
    private long held;
    private long peopleOutside;

    Preflight(Campaign campaign, Surroundings around, Instant now) {
        this.campaign = campaign;
        this.around = around;
        this.now = now;
        Instant start = campaign.settings().start();
        this.begins = start != null && start.isAfter(now) ? start : now;
        this.isNeverQuiet = PreflightSchedule.quiet(campaign.settings(), around).isNever();
    }

    /** Rows that are counted, the first of them named. */
    private static final class Lines {
        private final List<Long> first = new ArrayList<>();
        private long count;

        void add(long line) {
            count++;
            if (first.size() < Findings.LINES) {
                first.add(line);
            }
        }

        PreflightReport.Repeated told() {
            return new PreflightReport.Repeated(count, List.copyOf(first));
        }
    }

    void add(List<RowOutlook.Outlook> outlooks) {
        outlooks.forEach(this::add);
    }

    private void add(RowOutlook.Outlook outlook) {
        rows++;
        long line = outlook.row().line();
        noteId(outlook);
        boolean isNewPerson = isNewPerson(outlook);
        if (outlook.isBad()) {
            bad++;
            refused.add(outlook.refusals().get(0), line);
            return;
        }
        outlook.notes().forEach(note -> noted.add(note, line));
        LaneCheck.Leaving leaving = outlook.leaving();
        if (leaving == null) {
            return;
        }
        open += leaving.windowOpen() ? 1 : 0;
        if (leaving.decision() == LateDecision.HOLD) {
            held++;
            return;
        }
        freeform += leaving.decision() == LateDecision.FREEFORM ? 1 : 0;
        peopleOutside += !leaving.windowOpen() && isNewPerson ? 1 : 0;
        charge(leaving, outlook);
        List<ZoneId> zones = isNeverQuiet
                ? List.of()
                : around.zones().apply(leaving.send().acceptance().recipient());
        toSend.computeIfAbsent(leaving.number(), any -> new LinkedHashMap<>()).merge(zones, 1L, Long::sum);
    }

    private void noteId(RowOutlook.Outlook outlook) {
        String id = outlook.row().request().path("id").asText("");
        if (!id.isEmpty() && !ids.add(id)) {
            duplicateIds.add(outlook.row().line());
        }
    }

    /** Whether no earlier row is for this person, who is noted. */
    private boolean isNewPerson(RowOutlook.Outlook outlook) {
        if (outlook.send() == null) {
            return false;
        }
        boolean isNew = persons.add(outlook.send().acceptance().recipient().contact());
        if (!isNew) {
            duplicatePersons.add(outlook.row().line());
        }
        return isNew;
    }

    private void charge(LaneCheck.Leaving leaving, RowOutlook.Outlook outlook) {
        boolean isFreeform = leaving.decision() == LateDecision.FREEFORM;
        Optional<TemplateCategory> category = outlook.category();
        boolean inWindow = leaving.windowOpen()
                && (isFreeform
                        || category.filter(TemplateCategory.UTILITY::equals).isPresent());
        if (outlook.standing().freeEntry() || (inWindow && begins.isBefore(SERVICE_IS_CHARGED))) {
            free++;
            return;
        }
        String name = isFreeform
                ? "service"
                : category.map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("unknown");
        charged.merge(name, 1L, Long::sum);
    }

    /** How many rows were added. */
    long rows() {
        return rows;
    }

    PreflightReport report() {
        PreflightSchedule schedule = new PreflightSchedule(campaign.settings(), around, begins, peopleOutside);
        return new PreflightReport(
                campaign.id(),
                campaign.file(),
                campaign.settings().isGiven() ? campaign.name() + SettingsFile.SUFFIX : null,
                now.toString(),
                rows,
                rows - bad,
                bad,
                rows == 0 ? 0 : (double) bad / rows,
                refused.all(),
                noted.all(),
                duplicatePersons.told(),
                duplicateIds.told(),
                new PreflightReport.Windows(open, rows - bad - open, freeform, rows - bad - freeform - held, held),
                charge(),
                schedule.portfolio(),
                schedule.of(toSend),
                remarks(),
                StartRule.of(campaign, bad, rows).text());
    }

    private PreflightReport.Charge charge() {
        long sum = charged.values().stream().mapToLong(Long::longValue).sum();
        String text =
                "An estimate: Meta charges what is delivered, by the window as it is then, and tells the price with the"
                        + " status."
                        + (charged.containsKey("service")
                                ? " Of the service messages 1,000 for each number and month are free."
                                : "")
                        + (charged.containsKey("unknown")
                                ? " For those under 'unknown' the category of their template could not be told."
                                : "");
        return new PreflightReport.Charge(true, sum, free, charged, text);
    }

    /** What holds all rows of a number. */
    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (BusinessNumber number : toSend.keySet()) {
            for (LaneCheck check : around.checks()) {
                check.obstacle(number, now)
                        .ifPresent(obstacle -> remarks.add(number.alias() + ": "
                                + PreflightSchedule.cause(obstacle).detail()
                                + " Its rows wait for that."));
            }
        }
        return remarks;
    }
}
