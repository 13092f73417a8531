package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import java.util.Map;

/** What one room knows of a number, for {@code GET /numbers}: members that stand beside the others. Thread-safe. */
@FunctionalInterface
interface NumberPart {

    /** Members of the number's JSON; one of a name that is there already takes its place. */
    Map<String, Object> of(BusinessNumber number);
}
