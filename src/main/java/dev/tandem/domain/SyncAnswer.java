package dev.tandem.domain;

/** What came back of one call for contacts or history. */
public sealed interface SyncAnswer {

    /**
     * Meta took the call. Whether anything comes it does not say (R16).
     *
     * @param requestId what Meta's support asks for
     */
    record Accepted(String requestId) implements SyncAnswer {}

    /** It was called before for this linking (2593107): as good as done, and never again (R18). */
    record AlreadyUsed(String text) implements SyncAnswer {}

    /** More than 24 hours have passed since the linking (2593108, R17). */
    record Expired(String text) implements SyncAnswer {}

    /**
     * It certainly did not count: Meta refused it with another error, or it never left. It may be asked again once the cause
     * is gone.
     *
     * @param code Meta's error code, 0 when it named none
     * @param reached whether Meta said so itself; otherwise the call never came to it
     */
    record Refused(String text, int code, boolean reached) implements SyncAnswer {}

    /** It left, and whether Meta took it nobody knows: no answer, a server's error, an answer without sense. */
    record Unclear(String text) implements SyncAnswer {}
}
