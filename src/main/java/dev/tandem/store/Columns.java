package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What questions about persons have in common. */
final class Columns {

    private Columns() {}

    /** So many question marks. */
    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** A condition on the number and a column that holds one of the person's names. */
    static String ofPerson(DataSubject person, String column) {
        return "phone_number_id = ? and " + column + " in ("
                + marks(person.names().size()) + ")";
    }

    /** The values of {@link #ofPerson}. */
    static Object[] values(DataSubject person) {
        List<Object> values = new ArrayList<>();
        values.add(person.phoneNumberId());
        values.addAll(person.names());
        return values.toArray();
    }

    /** A row for an export; what is null is left out. Names and values take turns. */
    static Map<String, Object> row(@Nullable Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                row.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return row;
    }
}
