package dev.tandem.campaign;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Limits;
import dev.tandem.domain.QuietHours;
import dev.tandem.domain.QuietTimes;
import dev.tandem.domain.Timetable;
import dev.tandem.send.LaneCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How long a campaign takes: by the limit that binds each number, by quiet hours, and by the portfolio's people in 24 hours. */
final class PreflightSchedule {

    private static final long DAY = Duration.ofHours(24).toSeconds();

    private final CampaignSettings settings;
    private final Surroundings around;
    private final Instant begins;
    private final long people;
    private final QuietTimes quiet;

    PreflightSchedule(CampaignSettings settings, Surroundings around, Instant begins, long people) {
        this.settings = settings;
        this.around = around;
        this.begins = begins;
        this.people = people;
        this.quiet = quiet(settings, around);
    }

    /** The quiet hours of the house and of the campaign. */
    static QuietTimes quiet(CampaignSettings settings, Surroundings around) {
        List<QuietHours> hours = new ArrayList<>();
        around.quietHours().ifPresent(hours::add);
        if (settings.quietHours() != null) {
            hours.add(settings.quietHours());
        }
        return hours.isEmpty() ? QuietTimes.NONE : new QuietTimes(hours);
    }

    static Cause cause(LaneCheck.Obstacle obstacle) {
        if (obstacle instanceof LaneCheck.Obstacle.Refuse refuse) {
            return refuse.cause();
        }
        return obstacle instanceof LaneCheck.Obstacle.Wait wait
                ? wait.cause()
                : ((LaneCheck.Obstacle.WaitInOrder) obstacle).cause();
    }

    PreflightReport.Portfolio portfolio() {
        OptionalInt limit = around.portfolio().limit();
        int used = around.portfolio().used();
        if (limit.isEmpty()) {
            return new PreflightReport.Portfolio(
                    null, used, people, "The portfolio has no limit of people, or Meta has not said it yet.");
        }
        long over = people - Math.max(0, limit.getAsInt() - used);
        String start = "The portfolio may write to " + count(limit.getAsInt(), "person", "people")
                + " outside their windows in 24 hours, and " + used + " count already. ";
        return new PreflightReport.Portfolio(
                limit.getAsInt(),
                used,
                people,
                start
                        + (over <= 0
                                ? "There is room for all " + number(people) + "."
                                : "There is room for " + number(people - over) + " of " + number(people)
                                        + ": the others" + " wait, " + days(limit.getAsInt(), over) + " more."));
    }

    private static String days(int limit, long over) {
        return count((over + limit - 1) / limit, "day", "days");
    }

    /** When the people of the later days can be written to. */
    private Instant portfolioEnd() {
        OptionalInt limit = around.portfolio().limit();
        if (limit.isEmpty() || limit.getAsInt() == 0) {
            return begins;
        }
        long over = people - Math.max(0, limit.getAsInt() - around.portfolio().used());
        return over <= 0 ? begins : begins.plusSeconds((over + limit.getAsInt() - 1) / limit.getAsInt() * DAY);
    }

    /** @param toSend how many rows each number sends to persons of the same time zones */
    PreflightReport.Schedule of(Map<BusinessNumber, Map<List<ZoneId>, Long>> toSend) {
        List<PreflightReport.Plan> plans = new ArrayList<>();
        Instant last = portfolioEnd();
        for (Map.Entry<BusinessNumber, Map<List<ZoneId>, Long>> each : toSend.entrySet()) {
            Optional<Instant> end = end(each.getKey(), each.getValue());
            plans.add(plan(each.getKey(), each.getValue(), end.orElse(null)));
            last = last == null || end.isEmpty() ? null : end.get().isAfter(last) ? end.get() : last;
        }
        return new PreflightReport.Schedule(
                begins.toString(),
                last == null ? null : last.toString(),
                last == null ? null : Duration.between(begins, last).toSeconds(),
                plans,
                text(last));
    }

    private String text(@Nullable Instant last) {
        String hours = quiet.isNever() ? "" : ", with nobody disturbed from " + quiet.words() + " where they live";
        if (last == null) {
            return "It does not end within a year" + hours + ".";
        }
        Instant end = settings.end();
        String late = end != null && end.isBefore(last)
                ? " That is later than its end, " + end + ": what has not left by then expires."
                : "";
        return "From " + begins + " to " + last + hours + ", if nothing else is sent meanwhile." + late;
    }

    private Optional<Instant> end(BusinessNumber number, Map<List<ZoneId>, Long> rows) {
        List<Timetable.Group> groups = rows.entrySet().stream()
                .map(each -> new Timetable.Group(each.getKey(), each.getValue()))
                .toList();
        return Timetable.end(begins, pace(number.limits().bindingPerSecond()), groups, quiet);
    }

    private double pace(OptionalInt perSecond) {
        Double share = settings.paceShare();
        return perSecond.isEmpty() ? Double.POSITIVE_INFINITY : perSecond.getAsInt() * (share == null ? 1 : share);
    }

    private PreflightReport.Plan plan(BusinessNumber number, Map<List<ZoneId>, Long> rows, @Nullable Instant end) {
        long count = rows.values().stream().mapToLong(Long::longValue).sum();
        Limits limits = number.limits();
        double pace = pace(limits.bindingPerSecond());
        String text = count(count, "row", "rows") + " " + duration(count, pace);
        OptionalInt throughput = limits.throughputPerSecond();
        boolean combinedBinds = limits.combinedPerSecond().isPresent()
                && throughput.isPresent()
                && limits.combinedPerSecond().getAsInt() < throughput.getAsInt();
        if (combinedBinds) {
            text += "; with the combined limit off, " + duration(count, pace(throughput));
        }
        return new PreflightReport.Plan(
                number.alias(),
                count,
                Double.isInfinite(pace) ? null : pace,
                limits.bindingInWords()
                        + (settings.paceShare() == null ? "" : ", of which it takes " + settings.paceShare()),
                end == null ? null : end.toString(),
                text);
    }

    /** As in {@code at 5/s: 5 h 33 min}. */
    private static String duration(long rows, double perSecond) {
        return Double.isInfinite(perSecond)
                ? "without a limit: as fast as Meta answers"
                : "at " + pace(perSecond) + "/s: " + words(Duration.ofSeconds((long) Math.ceil(rows / perSecond)));
    }

    private static String pace(double perSecond) {
        return perSecond == Math.rint(perSecond)
                ? Long.toString((long) perSecond)
                : String.format(Locale.ROOT, "%.2f", perSecond).replaceAll("0+$", "");
    }

    /** The two largest units, as in {@code 5 h 33 min}. */
    static String words(Duration duration) {
        if (duration.toDays() > 0) {
            return count(duration.toDays(), "day", "days") + " " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String count(long count, String one, String many) {
        return number(count) + " " + (count == 1 ? one : many);
    }
}
