package dev.tandem.consent;

/** Reads what people write for a person. Thread-safe. */
@FunctionalInterface
public interface ContactReader {

    /**
     * The name as it is stored: digits with country code, or the user id.
     *
     * @throws IllegalArgumentException when it can be nobody's; the message says why and what to write
     */
    String read(String written);
}
