package dev.tandem.cloudapi;

/** Takes the token out of what Meta answered: its words about a malformed token repeat it. Thread-safe. */
final class TokenCover {

    private static final String COVER = "***";

    /** Meta's tokens have a hundred characters and more; a short one is a trial's, and may be a word that the answer needs. */
    private static final int SHORTEST = 16;

    private TokenCover() {}

    /**
     * What Meta answered, without the token.
     *
     * @param body JSON, in which a slash may be escaped, or any other text
     * @param token the one that the request carried; may be empty
     */
    static String without(String token, String body) {
        if (token.length() < SHORTEST) {
            return body;
        }
        return body.replace(token, COVER).replace(token.replace("/", "\\/"), COVER);
    }
}
