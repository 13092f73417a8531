package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateName;
import java.time.Instant;

/** What Meta's answers tell rooms that know more of it than the sends do. Must not fail and must not be slow. Thread-safe. */
public interface MetaNews {

    /** The person opted out of marketing (131050). */
    void optedOut(BusinessNumber number, String contact, Instant at);

    /** The template is paused (132015), or its flow is (132069). */
    void templatePaused(BusinessNumber number, TemplateName template, Instant until);

    /** What we know of the account's templates is out of date. */
    void templatesOutdated(BusinessNumber number);

    /** Meta took a send: sooner or later a status must come. */
    default void taken(BusinessNumber number) {}
}
