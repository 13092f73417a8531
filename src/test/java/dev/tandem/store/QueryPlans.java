package dev.tandem.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.SqlProvider;

/** Notes what is asked of an HSQLDB, and how HSQLDB answers it. */
final class QueryPlans {

    private final Set<String> asked = new LinkedHashSet<>();
    private final JdbcTemplate jdbc;

    /** Whoever asks with this is noted. */
    final JdbcTemplate listening;

    QueryPlans(DataSource database) {
        jdbc = new JdbcTemplate(database);
        listening = new JdbcTemplate(database) {
            @Override
            public <T> T execute(PreparedStatementCreator statement, PreparedStatementCallback<T> action) {
                asked.add(((SqlProvider) statement).getSql());
                return super.execute(statement, action);
            }

            @Override
            public <T> T query(
                    PreparedStatementCreator statement, PreparedStatementSetter arguments, ResultSetExtractor<T> rows) {
                asked.add(((SqlProvider) statement).getSql());
                return super.query(statement, arguments, rows);
            }
        };
    }

    /** Every statement that was asked, once. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    String of(String sql) {
        ResultSetExtractor<String> lines = plan -> {
            StringBuilder text = new StringBuilder();
            while (plan.next()) {
                text.append(plan.getString(1)).append('\n');
            }
            return text.toString();
        };
        return jdbc.query("explain plan for " + sql, lines);
    }
}
