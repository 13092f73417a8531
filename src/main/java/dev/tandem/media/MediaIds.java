package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;

/** Under which id Meta has a file. Thread-safe. */
@FunctionalInterface
public interface MediaIds {

    /**
     * Meta's id of a file whose upload was found in order by {@link FileCheck}.
     *
     * @throws IllegalStateException when Meta does not have it (any more)
     */
    String metaId(BusinessNumber number, String file);
}
