package dev.tandem.consent;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.StopWords;
import dev.tandem.domain.Wish;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes down what persons want to receive, whoever says so. Thread-safe. */
public final class ConsentDesk {

    /** The source of what a person said in the chat. */
    public static final String PERSON = "person";

    /** The source of what Meta says a person chose. */
    public static final String META = "meta";

    private static final Logger LOG = LoggerFactory.getLogger(ConsentDesk.class);

    private final Wishes wishes;
    private final Optional<StopWords> words;
    private final Clock clock;

    /** @param words empty when messages are not looked through for them */
    public ConsentDesk(Wishes wishes, Optional<StopWords> words, Clock clock) {
        this.wishes = wishes;
        this.words = words;
        this.clock = clock;
    }

    /** Meta's {@code user_preferences}: no marketing from this number any more, or again (R79); the newest counts. */
    public void preference(BusinessNumber number, Collection<String> names, boolean stop, Instant at) {
        if (keepMarketing(number, names, stop, META, at)) {
            LOG.info("{} {} marketing from {}, by Meta's settings", first(names), stop ? "wants no" : "takes", number);
        }
    }

    /** What a person wrote: when it is one of the words, it ends marketing from this number or lets it come again. */
    public void wrote(BusinessNumber number, Collection<String> names, String text, Instant at) {
        Optional<StopWords.Wanted> wanted = words.flatMap(known -> known.of(text));
        if (wanted.isEmpty()) {
            return;
        }
        boolean stop = wanted.get() == StopWords.Wanted.STOP;
        if (keepMarketing(number, names, stop, PERSON, at)) {
            LOG.info(
                    "{} {} marketing from {}, by writing '{}'",
                    first(names),
                    stop ? "wants no" : "takes",
                    number,
                    text.strip());
        }
    }

    /**
     * Meta refused a marketing template because the person stopped it (131050).
     *
     * @param contact any name of the person
     * @param at when Meta said so
     */
    public void optedOutAtMeta(BusinessNumber number, String contact, Instant at) {
        if (keepMarketing(number, List.of(contact), true, META, at)) {
            LOG.info("{} wants no marketing from {}, by Meta's answer 131050", contact, number);
        }
    }

    private boolean keepMarketing(
            BusinessNumber number, Collection<String> names, boolean stop, String source, Instant at) {
        List<Wish> told = names.stream()
                .map(name -> new Wish(name, number.phoneNumberId(), Wish.Kind.NO_MARKETING, stop, source, at))
                .toList();
        return !wishes.keep(told).isEmpty();
    }

    private static String first(Collection<String> names) {
        return names.iterator().next();
    }

    /**
     * Records what somebody says for a person, as of now.
     *
     * @param phoneNumberId the number it is about, null for all
     * @param source the API key
     */
    public void record(List<Entry> entries, @Nullable String phoneNumberId, String source) {
        record(entries, phoneNumberId, source, clock.instant());
    }

    /** The same as of another time: what was said since then stays. */
    public void record(List<Entry> entries, @Nullable String phoneNumberId, String source, Instant at) {
        wishes.keep(entries.stream()
                .map(entry -> new Wish(entry.contact(), phoneNumberId, entry.kind(), true, source, at))
                .toList());
    }

    /** A person and what they want. */
    public record Entry(String contact, Wish.Kind kind) {}

    /**
     * Takes back what was given, under all names of the person, as of now.
     *
     * @param phoneNumberId the number it is about; null takes back what was said about any number
     */
    public void takeBack(String contact, Set<Wish.Kind> kinds, @Nullable String phoneNumberId, String source) {
        Instant now = clock.instant();
        Set<String> names = wishes.names(contact);
        List<Wish> back = wishes.of(contact).stream()
                .filter(wish -> kinds.contains(wish.kind()))
                .filter(wish -> phoneNumberId == null || phoneNumberId.equals(wish.phoneNumberId()))
                .filter(Wish::given)
                .map(wish -> new Wish(wish.name(), wish.phoneNumberId(), wish.kind(), false, source, now))
                .toList();
        List<Wish> told = new ArrayList<>(back);
        kinds.forEach(kind -> names.forEach(name -> told.add(new Wish(name, phoneNumberId, kind, false, source, now))));
        wishes.keep(told);
    }

    /**
     * What stands of these kinds for a person, the newest first: one for each kind and number, and one for all numbers.
     */
    public List<Wish> standing(String contact, Set<Wish.Kind> kinds) {
        Map<String, List<Wish>> grouped = new LinkedHashMap<>();
        for (Wish wish : wishes.of(contact)) {
            if (kinds.contains(wish.kind())) {
                String place = wish.kind() + "|" + wish.phoneNumberId();
                grouped.computeIfAbsent(place, any -> new ArrayList<>()).add(wish);
            }
        }
        return grouped.values().stream()
                .map(told -> Wish.standing(
                        told, told.get(0).kind(), String.valueOf(told.get(0).phoneNumberId())))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Wish::at).reversed())
                .toList();
    }
}
