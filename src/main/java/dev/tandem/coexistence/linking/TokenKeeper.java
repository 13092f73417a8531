package dev.tandem.coexistence.linking;

import dev.tandem.domain.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tokens as they are kept: sealed, or as a reference to where they lie. Thread-safe. */
public final class TokenKeeper {

    private static final Pattern REFERENCE = Pattern.compile("(env|file):.+");

    private final @Nullable TokenSeal seal;
    private final TokenRefs refs;

    /** @param seal null while there is no key: then only references can be kept */
    public TokenKeeper(@Nullable TokenSeal seal, TokenRefs refs) {
        this.seal = seal;
        this.refs = refs;
    }

    /** Whether tokens themselves can be kept. */
    public boolean hasKey() {
        return seal != null;
    }

    /** Whether a text is a reference to a token. */
    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** Where a kept token is, in a word for people: {@code database}, {@code environment} or {@code file}. */
    public static String place(String kept) {
        if (!isReference(kept)) {
            return "database";
        }
        return kept.startsWith("env:") ? "environment" : "file";
    }

    /**
     * A token as somebody gave it, in the form in which it is kept.
     *
     * @param token null when it lies at {@code reference}
     * @param expiresAt when it expires, null when nobody knows or when it never does
     * @throws LinkTroubleException when there is neither, no key, or nothing where it should lie
     */
    KeptToken take(@Nullable Secret token, @Nullable String reference, @Nullable Instant expiresAt, String wabaId)
            throws LinkTroubleException {
        try {
            if (reference != null) {
                refs.read(reference);
                return new KeptToken(reference, expiresAt);
            }
            if (token == null) {
                throw LinkTroubleException.last(
                        Reason.INVALID_REQUEST,
                        "code, accessToken or tokenRef: one of them must say where the token comes from.");
            }
            return new KeptToken(keep(token, wabaId), expiresAt);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw LinkTroubleException.last(Reason.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A token as it can be kept.
     *
     * @throws IllegalStateException when there is no key
     */
    public String keep(Secret token, String wabaId) {
        return key().seal(token, wabaId);
    }

    /**
     * A kept token.
     *
     * @throws IllegalStateException when it cannot be opened
     * @throws IllegalArgumentException when nothing lies where it refers to
     */
    public Secret open(String kept, String wabaId) {
        return isReference(kept) ? refs.read(kept) : key().open(kept, wabaId);
    }

    /** The same token under the key in use; empty when it is already, or is none of the database's. */
    public Optional<String> renewed(String kept, String wabaId) {
        return isReference(kept) || key().isCurrent(kept)
                ? Optional.empty()
                : Optional.of(key().seal(key().open(kept, wabaId), wabaId));
    }

    private TokenSeal key() {
        if (seal == null) {
            throw new IllegalStateException(
                    "There is no key for tokens: set TANDEM_TOKEN_KEY to the output of openssl rand"
                            + " -base64 32, or link numbers with tokenRef.");
        }
        return seal;
    }
}
