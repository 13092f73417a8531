package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;

/** Who is who, where it is learned apart from a message. Thread-safe. */
public interface People {

    /**
     * A person goes by a new name: it leads to the same conversation, and two conversations become one when both names had
     * one. The old number leads there no longer for what is written later. In one transaction; the same change again changes
     * nothing, and one that comes late does not undo a later one.
     */
    void renamed(BusinessNumber number, Renaming renaming);
}
