package dev.tandem.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a sync.
 *
 * @param how it ended, null while it runs
 * @param by what showed the end: {@code progress} when Meta counted to 100, {@code quiet} when nothing came for a time, or empty
 * @param at when, null while it runs
 * @param told whether an end was told to the teams; a later one corrects it
 */
public record SyncClose(
        @Nullable SyncEnd how, String by, @Nullable Instant at, boolean told) {

    static final SyncClose NONE = new SyncClose(null, "", null, false);

    static SyncClose of(SyncEnd how, String by, Instant at, boolean told) {
        return new SyncClose(how, by, at.truncatedTo(ChronoUnit.MICROS), told);
    }

    /** What came later shows that it was none. */
    SyncClose reopened() {
        return new SyncClose(null, "", null, told);
    }

    /** Whether nothing that comes later can change it. */
    boolean isFinal() {
        return how != null && how.isFinal(by.equals("progress"));
    }
}
