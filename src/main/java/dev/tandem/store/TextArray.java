package dev.tandem.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * A list of texts as one argument, to be joined by {@code unnest(cast(? as varchar(n) array))}. HSQLDB answers a list in
 * {@code in (…)} behind the first column of an index by reading everything that has that first column.
 */
final class TextArray {

    private TextArray() {}

    static void set(PreparedStatement statement, int index, Collection<String> texts) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("varchar", texts.toArray()));
    }
}
