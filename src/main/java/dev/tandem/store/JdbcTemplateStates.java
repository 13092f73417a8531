package dev.tandem.store;

import dev.tandem.domain.TemplateName;
import dev.tandem.template.TemplateStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What was told of templates in a database. */
public final class JdbcTemplateStates implements TemplateStates {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcTemplateStates(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public boolean keep(String wabaId, TemplateName template, Told told) {
        return Races.again(transaction, () -> write(wabaId, template, told));
    }

    private boolean write(String wabaId, TemplateName template, Told told) {
        int changed = jdbc.update(
                """
                update template_state set status = ?, until_at = ?, told_at = ?, known_at = ?
                where waba_id = ? and name = ? and language = ? and told_at <= ?""",
                Text.cut(told.status(), 60),
                Times.column(told.until()),
                Times.column(told.toldAt()),
                Times.column(told.knownAt()),
                wabaId,
                template.name(),
                template.language(),
                Times.column(told.toldAt()));
        if (changed > 0) {
            return true;
        }
        if (find(wabaId, template).isPresent()) {
            return false;
        }
        jdbc.update(
                """
                insert into template_state (waba_id, name, language, status, until_at, told_at, known_at)
                values (?, ?, ?, ?, ?, ?, ?)""",
                wabaId,
                template.name(),
                template.language(),
                Text.cut(told.status(), 60),
                Times.column(told.until()),
                Times.column(told.toldAt()),
                Times.column(told.knownAt()));
        return true;
    }

    @Override
    public Optional<Told> find(String wabaId, TemplateName template) {
        return jdbc
                .query(
                        "select * from template_state where waba_id = ? and name = ? and language = ?",
                        (row, n) -> told(row),
                        wabaId,
                        template.name(),
                        template.language())
                .stream()
                .findFirst();
    }

    @Override
    public List<Known> all(String wabaId) {
        return jdbc.query(
                "select * from template_state where waba_id = ? order by name, language",
                (row, n) -> new Known(new TemplateName(row.getString("name"), row.getString("language")), told(row)),
                wabaId);
    }

    private static Told told(ResultSet row) throws SQLException {
        return new Told(
                row.getString("status"),
                Times.nullable(row, "until_at"),
                Times.of(row, "told_at"),
                Times.of(row, "known_at"));
    }
}
