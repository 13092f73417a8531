package dev.tandem.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a campaign before anybody gets anything of it. Times are RFC 3339 in UTC.
 *
 * @param settings the name of the settings that hold for it, null when none lay beside the file
 * @param checkedAt when it was checked; what changes afterwards (a window, an opt-out) is not in it
 * @param bad rows that cannot work
 * @param badShare bad rows among all, between 0 and 1
 * @param refused why rows cannot work, the most first; a row stands under the first reason against it
 * @param noted what a person should know of rows that work
 * @param duplicatePersons rows of a person who has an earlier one; each gets all of them
 * @param duplicateIds rows with the id of an earlier one: the same content is sent once, other content refused
 * @param charge rows by what Meta would charge them as
 * @param next what happens now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreflightReport(
        String campaign,
        String file,
        @Nullable String settings,
        String checkedAt,
        long rows,
        long good,
        long bad,
        double badShare,
        List<Finding> refused,
        List<Finding> noted,
        Repeated duplicatePersons,
        Repeated duplicateIds,
        Windows windows,
        Charge charge,
        Portfolio portfolio,
        Schedule schedule,
        List<String> remarks,
        String next) {

    /**
     * One kind of fault.
     *
     * @param reason of the closed list
     * @param detail of the first row that has it
     * @param lines the first lines of the file that have it
     */
    public record Finding(String reason, String detail, long rows, List<Long> lines) {}

    /** Rows that repeat something. */
    public record Repeated(long rows, List<Long> lines) {}

    /**
     * How the good rows would leave at this moment.
     *
     * @param open rows whose window is open
     * @param freeform rows that would leave free-form
     * @param template rows that would leave as a template
     * @param held rows that wait until the person writes
     */
    public record Windows(long open, long closed, long freeform, long template, long held) {}

    /**
     * An estimate of what Meta charges (R85 to R88).
     *
     * @param charged messages that may be charged
     * @param free messages that are free by their window or entry point
     * @param byCategory the charged ones by Meta's category; {@code service} for free-form, {@code unknown} where the category
     *     could not be told
     */
    public record Charge(boolean estimate, long charged, long free, Map<String, Long> byCategory, String text) {}

    /**
     * The portfolio's people in 24 hours (R69).
     *
     * @param limit null when there is none or it is not known
     * @param used people who count already
     * @param people different people whom this campaign would write to outside their window
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Portfolio(@Nullable Integer limit, int used, long people, String text) {}

    /**
     * How long it takes.
     *
     * @param begins when the first row may leave
     * @param ends when the last row leaves, null when not within a year
     * @param seconds from beginning to end, null when not within a year
     * @param numbers one plan for each number
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Schedule(
            String begins, @Nullable String ends, @Nullable Long seconds, List<Plan> numbers, String text) {}

    /**
     * What one number has to do.
     *
     * @param perSecond null when it has no limit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Plan(
            String number,
            long rows,
            @Nullable Double perSecond,
            String limit,
            @Nullable String ends,
            String text) {}
}
