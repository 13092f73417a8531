package dev.tandem.campaign;

import dev.tandem.domain.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Counts what was found in rows by reason and kind, with the first lines of each. Not thread-safe. */
final class Findings {

    /** So many lines of each kind are named. */
    static final int LINES = 20;

    /** So many kinds are told apart; what comes then is told by its reason only. */
    private static final int KINDS = 200;

    private static final int LONGEST = 300;

    /** So many texts are remembered. */
    private static final int TEXTS = 1000;

    /**
     * What stands in quotes, numbers of persons, and times differ from row to row and make no other kind of fault. It first looks how
     * they begin, because it may be asked of every row.
     */
    private static final Pattern PARTICULAR =
            Pattern.compile("(?=['0-9])(?:'[^']*'|\\b[0-9]{6,}\\b|\\b[0-9]{4}-[0-9]{2}-[0-9T:.Z]+)");

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** Of texts that were told before: what is noted about every row is often the same to the letter. */
    private final Map<String, Kind> told = new HashMap<>();

    private static final class Kind {
        final String reason;
        final String example;
        final List<Long> lines = new ArrayList<>();
        long rows;

        Kind(String reason, String example) {
            this.reason = reason;
            this.example = example;
        }
    }

    void add(Cause cause, long line) {
        String text = cause.code() + ' ' + cause.detail();
        Kind kind = told.get(text);
        if (kind == null) {
            kind = kind(cause);
            if (told.size() < TEXTS) {
                told.put(text, kind);
            }
        }
        kind.rows++;
        if (kind.lines.size() < LINES) {
            kind.lines.add(line);
        }
    }

    private Kind kind(Cause cause) {
        String key = cause.code() + ' ' + PARTICULAR.matcher(cause.detail()).replaceAll("…");
        Kind kind = kinds.get(key);
        if (kind == null && kinds.size() >= KINDS) {
            key = cause.code();
            kind = kinds.get(key);
        }
        if (kind == null) {
            kind = new Kind(cause.code(), Excerpt.of(cause.detail(), LONGEST));
            kinds.put(key, kind);
        }
        return kind;
    }

    /** The most first. */
    List<PreflightReport.Finding> all() {
        return kinds.values().stream()
                .sorted(Comparator.comparing((Kind kind) -> -kind.rows).thenComparing(kind -> kind.reason))
                .map(kind -> new PreflightReport.Finding(kind.reason, kind.example, kind.rows, List.copyOf(kind.lines)))
                .toList();
    }
}
