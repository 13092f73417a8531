package dev.tandem.endtoend;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes campaign tables of any length, row by row in constant memory: order updates to a person each, and a share of rows that
 * cannot work, in ten ways. The same seed writes the same file. On the JDK alone, so that it runs by itself:
 *
 * <pre>java -cp target/test-classes dev.tandem.endtoend.CampaignTable FILE ROWS SEED NUMBER...</pre>
 */
final class CampaignTable {

    /** Who has opted out, when a row is bad in that way. */
    static final String OPTED_OUT = "4917699999999";

    static final String HEADER = "id,from,to,template,language,body.1,text,meta.group";

    /** So many rows of a thousand are bad. */
    private static final int BAD_PER_MILLE = 20;

    /** One character more than Meta takes. */
    private static final int TOO_LONG = 4_097;

    /** Persons come in no order, as in a customer file, and nobody twice in a hundred million rows. */
    private static final long PERSONS = 100_000_000L;

    private static final long STEP = 38_294_657L;

    private final long seed;
    private final Random random;
    private final List<String> numbers;
    private final Map<String, String> lastKeys = new HashMap<>();
    private final Map<Way, Long> written = new EnumMap<>(Way.class);
    private long rows;

    /** How a row is. All but the first are bad. */
    enum Way {
        GOOD,
        /** Too short for anybody's number. */
        IMPOSSIBLE_NUMBER,
        /** As a spreadsheet shows a long number. */
        SPREADSHEET_NUMBER,
        NO_RECIPIENT,
        /** No template of this name. */
        UNKNOWN_TEMPLATE,
        /** The template has no such language. */
        UNKNOWN_LANGUAGE,
        MISSING_PARAMETER,
        /** A cell more than there are columns. */
        TOO_MANY_CELLS,
        /** The key of an earlier row with another content. */
        DUPLICATE,
        /** {@link CampaignTable#OPTED_OUT}. */
        OPTED_OUT,
        /** A text that is longer than Meta takes. */
        TOO_LONG;

        private static final List<Way> BAD = List.of(values()).subList(1, values().length);

        /** Whether the door refuses it; what remains is refused when it would leave. */
        boolean isRefusedAtTheDoor() {
            return switch (this) {
                case IMPOSSIBLE_NUMBER, SPREADSHEET_NUMBER, NO_RECIPIENT, TOO_MANY_CELLS, DUPLICATE, TOO_LONG -> true;
                default -> false;
            };
        }
    }

    private CampaignTable(long seed, List<String> numbers) {
        this.seed = seed;
        this.random = new Random(seed);
        this.numbers = numbers;
    }

    public static void main(String[] arguments) {
        if (arguments.length < 4) {
            System.err.println("Say FILE ROWS SEED NUMBER..., as in million.csv 1000000 4711 shop");
            System.exit(2);
        }
        List<String> words = List.of(arguments);
        Map<Way, Long> written = write(
                Path.of(words.get(0)),
                Long.parseLong(words.get(1)),
                Long.parseLong(words.get(2)),
                words.subList(3, words.size()));
        written.forEach((way, count) -> System.out.println(way + " " + count));
    }

    /**
     * Writes a table of which 2 % are bad.
     *
     * @param numbers the aliases of the sending numbers, in turn
     * @return how many rows are in each way
     */
    static Map<Way, Long> write(Path file, long rows, long seed, List<String> numbers) {
        CampaignTable table = new CampaignTable(seed, numbers);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER);
            out.newLine();
            for (long row = 0; row < rows; row++) {
                out.write(table.next());
                out.newLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.written;
    }

    private String next() {
        long row = ++rows;
        String from = numbers.get((int) (row % numbers.size()));
        Way way = way(from);
        written.merge(way, 1L, Long::sum);
        // Two tables are two campaigns: a key belongs to one of them.
        String key = "K" + seed + "-" + row;
        String person = "+" + person(row);
        String order = "A-" + row;
        String line =
                switch (way) {
                    case GOOD -> line(key, from, person, "order_update", "en", order);
                    case IMPOSSIBLE_NUMBER -> line(key, from, "+49 12", "order_update", "en", order);
                    case SPREADSHEET_NUMBER -> line(key, from, "\"4,91701E+11\"", "order_update", "en", order);
                    case NO_RECIPIENT -> line(key, from, "", "order_update", "en", order);
                    case UNKNOWN_TEMPLATE -> line(key, from, person, "order_updates", "en", order);
                    case UNKNOWN_LANGUAGE -> line(key, from, person, "order_update", "xx", order);
                    case MISSING_PARAMETER -> line(key, from, person, "order_update", "en", "");
                    case TOO_MANY_CELLS -> line(key, from, person, "order_update", "en", order) + ",left over";
                    case DUPLICATE -> line(lastKeys.get(from), from, person, "order_update", "en", order);
                    case OPTED_OUT -> line(key, from, "+" + OPTED_OUT, "order_update", "en", order);
                    case TOO_LONG -> String.join(",", key, from, person, "", "", "", "x".repeat(TOO_LONG), "spring");
                };
        if (way == Way.GOOD) {
            lastKeys.put(from, key);
        }
        return line;
    }

    /** A key can be repeated only behind a row that took it. */
    private Way way(String from) {
        boolean bad = random.nextInt(1_000) < BAD_PER_MILLE;
        Way way = bad ? Way.BAD.get(random.nextInt(Way.BAD.size())) : Way.GOOD;
        return way == Way.DUPLICATE && !lastKeys.containsKey(from) ? Way.GOOD : way;
    }

    /** Digits of the person of a row. */
    static String person(long row) {
        return "49151%08d".formatted(row * STEP % PERSONS);
    }

    private static String line(String key, String from, String to, String template, String language, String order) {
        return String.join(",", key, from, to, template, language, order, "", "spring");
    }
}
