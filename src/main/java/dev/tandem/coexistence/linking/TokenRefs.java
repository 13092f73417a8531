package dev.tandem.coexistence.linking;

/** Tokens that lie elsewhere: {@code env:NAME} or {@code file:path}. Thread-safe. */
@FunctionalInterface
public interface TokenRefs {

    /**
     * What lies there now.
     *
     * @throws IllegalArgumentException when there is nothing, or it is no reference; the text says what to do
     */
    Secret read(String reference);
}
