package dev.tandem.coexistence.linking;

/** A step of a linking met trouble. */
public final class LinkTroubleException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient LinkTrouble trouble;

    public LinkTroubleException(LinkTrouble trouble) {
        super(trouble.cause().detail());
        this.trouble = trouble;
    }

    public LinkTrouble trouble() {
        return trouble;
    }
}
