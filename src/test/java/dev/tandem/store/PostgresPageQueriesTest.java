package dev.tandem.store;

import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.SqlProvider;

/** Where a page begins is a range of an index, by PostgreSQL's own plans; HSQLDB's are asked in {@link HsqldbMessageQueriesTest}. */
class PostgresPageQueriesTest {

    private static final String MINA = "15550100077";
    private static final Search ALL = new Search(null, null, null);
    private static final Cursor BEFORE = new Cursor(RECEIVED.minusSeconds(2_500), "");

    private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabases.postgres());

    @BeforeEach
    void fill() {
        empty();
        String times = "timestamp with time zone '" + RECEIVED + "' - i * interval '1 second'";
        jdbc.update("""
                insert into conversation (phone_number_id, contact, last_at, last_direction, last_origin, last_type, version)
                select ?, 'p' || i, %s, 'in', 'user', 'text', 0 from generate_series(1, 5000) i""".formatted(times), SHOP.phoneNumberId());
        jdbc.update("""
                insert into message (phone_number_id, message_id, contact, direction, origin, type, item, sent_at, received_at)
                select ?, 'm' || i, ?, 'in', 'user', 'text', '{}', %s, %s from generate_series(1, 5000) i""".formatted(times, times), SHOP.phoneNumberId(), MINA);
        jdbc.update("""
                insert into send (id, phone_number_id, client_id, content_hash, contact, priority, campaign, request, source,
                  accepted_at, placed_at, expires_at, state, place, attempt, pacing, changed_at, version)
                select i, ?, 'c' || i, 'h', case when i %% 20 = 0 then ? else 'p' || i end, 1, '', '{}', 'crm', %s, %s, %s, 'submitted', 'O', 1, false, %s, 0
                from generate_series(1, 5000) i""".formatted(times, times, times, times), SHOP.phoneNumberId(), MINA);
        jdbc.execute("analyze conversation, message, send");
    }

    @AfterEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    /** The plans of what is asked meanwhile, with the values that it is asked with. */
    private List<String> plans(Consumer<JdbcTemplate> questions) {
        List<String> plans = new ArrayList<>();
        questions.accept(new JdbcTemplate(TestDatabases.postgres()) {
            @Override
            public <T> T query(
                    PreparedStatementCreator statement, PreparedStatementSetter arguments, ResultSetExtractor<T> rows) {
                String sql = ((SqlProvider) statement).getSql();
                plans.add(String.join("\n", jdbc.query("explain " + sql, arguments, (row, n) -> row.getString(1))));
                return super.query(statement, arguments, rows);
            }
        });
        return plans;
    }

    private static void assertRange(List<String> plans, String index, String column) {
        assertThat(plans).anySatisfy(plan -> assertThat(plan)
                .containsPattern("(?:using|on) " + index + "\\b[^\n]*\n\\s+Index Cond: .*" + column + " <= "));
    }

    @Test
    void aPageBeginsWithinTheIndex() {
        List<String> list = plans(asked -> assertThat(new JdbcConversations(asked).list(SHOP, ALL, BEFORE, 20))
                .hasSize(20));
        assertRange(list, "conversation_latest", "last_at");
        assertThat(list.toString()).as("the order is the index's").doesNotContain("Sort");
        List<String> lines = plans(asked -> assertThat(new JdbcConversations(asked).lines(SHOP, MINA, ALL, BEFORE, 20))
                .hasSize(20));
        assertRange(lines, "message_person", "sent_at");
        assertRange(lines, "send_thread", "placed_at");
    }
}
