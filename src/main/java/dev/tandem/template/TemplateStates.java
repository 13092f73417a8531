package dev.tandem.template;

import dev.tandem.domain.TemplateName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was told of single templates between two readings of Meta's list; on disk, so that a pause survives a restart and
 * every engine knows of it. Thread-safe; every method is one transaction.
 */
public interface TemplateStates {

    /**
     * Keeps what was told last of a template.
     *
     * @return false when something newer is kept: nothing is written
     */
    boolean keep(String wabaId, TemplateName template, Told told);

    /** What was told last of a template. */
    Optional<Told> find(String wabaId, TemplateName template);

    /** What was told last of each template of an account. */
    List<Known> all(String wabaId);

    /** A template and what was told last of it. */
    record Known(TemplateName template, Told told) {}

    /**
     * What was told.
     *
     * @param status Meta's word in upper case
     * @param until for a pause when it ends at the latest, null otherwise
     * @param toldAt by Meta's time, which orders what is told
     * @param knownAt by the engine's clock, which is compared with the readings of the list
     */
    record Told(String status, @Nullable Instant until, Instant toldAt, Instant knownAt) {}
}
