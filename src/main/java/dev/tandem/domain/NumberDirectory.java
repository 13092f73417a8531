package dev.tandem.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configured numbers, found by alias, phone number or {@code phone_number_id}. Numbers may come, go and change while the
 * engine runs, so nobody keeps one longer than he works with it. Thread-safe.
 */
public final class NumberDirectory {

    /** As people write a phone number; a name with letters in it never means one. */
    private static final Pattern PHONE_LIKE = Pattern.compile("[-+0-9 ()./]+");

    private volatile Entries entries;

    /** One state of the directory. */
    private record Entries(List<BusinessNumber> numbers, Map<String, BusinessNumber> byName) {}

    /**
     * @throws IllegalArgumentException when two numbers share a name; the text names both
     */
    public NumberDirectory(Collection<BusinessNumber> numbers) {
        entries = entries(numbers);
    }

    private static Entries entries(Collection<BusinessNumber> numbers) {
        Map<String, BusinessNumber> byName = new HashMap<>();
        for (BusinessNumber number : numbers) {
            name(byName, number.alias(), number);
            name(byName, number.phoneNumberId(), number);
            name(byName, number.displayPhoneNumber(), number);
        }
        return new Entries(List.copyOf(numbers), byName);
    }

    private static void name(Map<String, BusinessNumber> byName, String name, BusinessNumber number) {
        BusinessNumber other = byName.putIfAbsent(name, number);
        if (other != null && !other.equals(number)) {
            throw new IllegalArgumentException(
                    "The numbers " + other + " and " + number + " are both called '" + name + "': change one of them");
        }
    }

    /** From now on a number has another token; whoever asks for it next gets it with that. */
    public void renew(String phoneNumberId, String accessToken) {
        change(phoneNumberId, number -> number.withToken(accessToken));
    }

    /** A number was linked again: whoever asks for it next gets it with that time. */
    public void relink(String phoneNumberId, Instant linkedAt) {
        change(phoneNumberId, number -> number.withLinkedAt(linkedAt));
    }

    /**
     * A number changed: whoever asks for it next gets it as it is here.
     *
     * @throws IllegalArgumentException when another has one of its names; the text names both
     */
    public void replace(BusinessNumber number) {
        change(number.phoneNumberId(), before -> number);
    }

    private synchronized void change(String phoneNumberId, UnaryOperator<BusinessNumber> how) {
        entries = entries(all().stream()
                .map(number -> number.phoneNumberId().equals(phoneNumberId) ? how.apply(number) : number)
                .toList());
    }

    /**
     * One more number.
     *
     * @throws IllegalArgumentException when another has one of its names; the text names both
     */
    public synchronized void add(BusinessNumber number) {
        entries = entries(Stream.concat(all().stream(), Stream.of(number)).toList());
    }

    /** A number goes; nothing happens when there is none. */
    public synchronized void remove(String phoneNumberId) {
        entries = entries(all().stream()
                .filter(number -> !number.phoneNumberId().equals(phoneNumberId))
                .toList());
    }

    /** All numbers in their configured order. */
    public List<BusinessNumber> all() {
        return entries.numbers();
    }

    /** By alias, by {@code phone_number_id}, or by phone number as a person writes it. */
    public Optional<BusinessNumber> find(String name) {
        Map<String, BusinessNumber> byName = entries.byName();
        BusinessNumber exact = byName.get(name.strip());
        if (exact == null && PHONE_LIKE.matcher(name).matches()) {
            exact = byName.get(name.replaceAll("[^0-9]", ""));
        }
        return Optional.ofNullable(exact);
    }

    /** The number that is meant when nobody names one: the only one there is. */
    public Optional<BusinessNumber> only() {
        List<BusinessNumber> numbers = all();
        return numbers.size() == 1 ? Optional.of(numbers.get(0)) : Optional.empty();
    }
}
