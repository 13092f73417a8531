package dev.tandem.coexistence.linking;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;

/** A step of a linking met trouble. */
public final class LinkTroubleException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient LinkTrouble trouble;

    public LinkTroubleException(LinkTrouble trouble) {
        super(trouble.cause().detail());
        this.trouble = trouble;
    }

    /** It ends the linking, or lets none begin. */
    static LinkTroubleException last(Reason reason, String detail) {
        return new LinkTroubleException(LinkTrouble.last(Cause.of(reason, detail)));
    }

    /** The linking waits until it is put right. */
    static LinkTroubleException passing(Reason reason, String detail) {
        return new LinkTroubleException(LinkTrouble.passing(Cause.of(reason, detail)));
    }

    /** Where Meta refused it: the same, and what else a person may do. */
    LinkTroubleException advised(String advice) {
        return trouble.cause().reason() == Reason.CLOUD_API ? new LinkTroubleException(trouble.advised(advice)) : this;
    }

    public LinkTrouble trouble() {
        return trouble;
    }
}
