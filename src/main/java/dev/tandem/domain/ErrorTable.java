package dev.tandem.domain;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The table of Meta's errors. An error is looked up by its code; only a code that nobody knows is judged by the rest of the
 * answer, because Meta's texts on the HTTP status contradict each other. Immutable and thread-safe.
 */
public final class ErrorTable {

    private static final String RANGE = "[0-9]+-[0-9]+";

    /** The fallbacks that every table has, so that no answer is without a row. */
    public static final Set<String> FALLBACKS =
            Set.of("transient", "5xx", "429", "401", "403", "other", "late", "page-429", "page-4xx", "page");

    private final List<ErrorRow> rows;
    private final Map<Integer, ErrorRow> byCode = new TreeMap<>();
    private final TreeMap<Integer, ErrorRow> byRangeStart = new TreeMap<>();
    private final Map<String, ErrorRow> fallbacks = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException when a key comes twice or a fallback is missing; the text names it
     */
    public ErrorTable(List<ErrorRow> rows) {
        this.rows = List.copyOf(rows);
        for (ErrorRow row : rows) {
            ErrorRow twice;
            // A bare 401, 403 or 429 is an HTTP status: Meta has no such codes.
            if (FALLBACKS.contains(row.key())) {
                twice = fallbacks.put(row.key(), row);
            } else if (row.key().matches(RANGE)) {
                twice = byRangeStart.put(rangeStart(row), row);
            } else {
                twice = byCode.put(Integer.valueOf(row.key()), row);
            }
            if (twice != null) {
                throw new IllegalArgumentException("The table of errors has two rows '" + row.key() + "'");
            }
        }
        for (String fallback : FALLBACKS) {
            if (!fallbacks.containsKey(fallback)) {
                throw new IllegalArgumentException("The table of errors has no row '" + fallback + "'");
            }
        }
    }

    private static int rangeStart(ErrorRow row) {
        return Integer.parseInt(row.key().substring(0, row.key().indexOf('-')));
    }

    private static int rangeEnd(ErrorRow row) {
        return Integer.parseInt(row.key().substring(row.key().indexOf('-') + 1));
    }

    /** All rows in the order of the table. */
    public List<ErrorRow> rows() {
        return rows;
    }

    /** The row of an answer in which Meta refused. */
    public ErrorRow of(Answer.Refused refused) {
        ErrorRow known = known(refused.code());
        if (known != null && known.answer() != null) {
            return known;
        }
        if (refused.isTransient()) {
            return fallback("transient");
        }
        return switch (refused.httpStatus()) {
            case 401, 403, 429 -> fallback(Integer.toString(refused.httpStatus()));
            default -> fallback(refused.httpStatus() >= 500 ? "5xx" : "other");
        };
    }

    /** The row of an answer without an error of Meta's and without a message id. */
    public ErrorRow of(Answer.Unreadable unreadable) {
        // Whoever wrote the page lets nobody through: the next request would meet him, too.
        switch (unreadable.httpStatus()) {
            case 401, 407 -> {
                return fallback("401");
            }
            case 403 -> {
                return fallback("403");
            }
            case 429 -> {
                return fallback("page-429");
            }
            default -> {
                // Judged by its class.
            }
        }
        boolean refused = unreadable.httpStatus() >= 400 && unreadable.httpStatus() < 500;
        return fallback(refused ? "page-4xx" : "page");
    }

    /** The row of a {@code failed} status with this code; -1 when Meta named none. */
    public ErrorRow ofLate(int code) {
        ErrorRow known = known(code);
        return known != null && known.late() != null ? known : fallback("late");
    }

    /** The most severe of several codes of one {@code failed} status: that one is acted on. */
    public int mostSevere(List<Integer> codes) {
        return codes.stream()
                .min(Comparator.comparingInt(code -> ofLate(code).severity()))
                .orElse(-1);
    }

    private @org.jspecify.annotations.Nullable ErrorRow known(int code) {
        ErrorRow exact = byCode.get(code);
        if (exact != null) {
            return exact;
        }
        Map.Entry<Integer, ErrorRow> range = byRangeStart.floorEntry(code);
        return range != null && code <= rangeEnd(range.getValue()) ? range.getValue() : null;
    }

    private ErrorRow fallback(String key) {
        ErrorRow row = fallbacks.get(key);
        if (row == null) {
            throw new IllegalStateException("The table of errors has no row '" + key + "'");
        }
        return row;
    }
}
