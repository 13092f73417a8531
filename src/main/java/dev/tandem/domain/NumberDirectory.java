package dev.tandem.domain;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The configured numbers, found by alias, phone number or {@code phone_number_id}. Immutable and thread-safe. */
public final class NumberDirectory {

    /** As people write a phone number; a name with letters in it never means one. */
    private static final Pattern PHONE_LIKE = Pattern.compile("[-+0-9 ()./]+");

    private final List<BusinessNumber> numbers;
    private final Map<String, BusinessNumber> byName = new HashMap<>();

    /**
     * @throws IllegalArgumentException when two numbers share a name; the text names both
     */
    public NumberDirectory(Collection<BusinessNumber> numbers) {
        this.numbers = List.copyOf(numbers);
        for (BusinessNumber number : numbers) {
            name(number.alias(), number);
            name(number.phoneNumberId(), number);
            name(number.displayPhoneNumber(), number);
        }
    }

    private void name(String name, BusinessNumber number) {
        BusinessNumber other = byName.putIfAbsent(name, number);
        if (other != null && !other.equals(number)) {
            throw new IllegalArgumentException(
                    "The numbers " + other + " and " + number + " are both called '" + name + "': change one of them");
        }
    }

    /** All numbers in their configured order. */
    public List<BusinessNumber> all() {
        return numbers;
    }

    /** By alias, by {@code phone_number_id}, or by phone number as a person writes it. */
    public Optional<BusinessNumber> find(String name) {
        BusinessNumber exact = byName.get(name.strip());
        if (exact == null && PHONE_LIKE.matcher(name).matches()) {
            exact = byName.get(name.replaceAll("[^0-9]", ""));
        }
        return Optional.ofNullable(exact);
    }

    /** The number that is meant when nobody names one: the only one there is. */
    public Optional<BusinessNumber> only() {
        return numbers.size() == 1 ? Optional.of(numbers.get(0)) : Optional.empty();
    }
}
