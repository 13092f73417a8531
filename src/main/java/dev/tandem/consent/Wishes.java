package dev.tandem.consent;

import dev.tandem.domain.Wish;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What persons wish, kept under every name they were known by when they said it, and found under every name they have.
 * Thread-safe; every method is one transaction.
 */
public interface Wishes {

    /**
     * Keeps what was told; what is older than what is kept of the same name, number and kind changes nothing.
     *
     * @return those that changed something
     */
    List<Wish> keep(List<Wish> wishes);

    /**
     * Everything that was told of the person of this name, also what was taken back: under this name, its other forms, and
     * all names that belong to the same person at any number.
     */
    List<Wish> of(String name);

    /**
     * As {@link #of} for many persons with one question.
     *
     * @return by the name that was asked for; one of whom nothing was told is missing
     */
    Map<String, List<Wish>> ofAll(Collection<String> names);

    /** All names of the person of this name, itself among them; also of a person nobody has talked to. */
    Set<String> names(String name);
}
