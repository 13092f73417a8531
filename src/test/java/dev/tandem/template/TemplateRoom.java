package dev.tandem.template;

import dev.tandem.FakeAlerts;
import dev.tandem.TestNumbers;
import dev.tandem.cloudapi.ComponentReader;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import dev.tandem.store.JdbcTemplateStates;
import dev.tandem.store.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole room over a real store: only Meta's list, its threads and time are the test's. */
final class TemplateRoom {

    static final Instant START = Instant.parse("2026-11-05T12:00:00Z");
    static final BusinessNumber SHOP = TestNumbers.SHOP;
    static final TemplateName OFFER = new TemplateName("offer", "en");

    final MovableClock clock = new MovableClock(Clock.fixed(START, ZoneOffset.UTC));
    final FakeAlerts alerts = new FakeAlerts();

    /** What Meta lists; null when it cannot be read. */
    @Nullable
    List<Template> listed = List.of(template("APPROVED"));

    /** When it was read. */
    final List<Instant> readings = new ArrayList<>();

    /** What was woken. */
    final List<String> woken = new ArrayList<>();

    final TemplateStates states;
    final TemplateCatalogue catalogue;
    final TemplateDesk desk;
    final TemplateCheck check;

    TemplateRoom() {
        this(Runnable::run);
    }

    TemplateRoom(Executor threads) {
        JdbcTemplate jdbc = new JdbcTemplate(TestDatabases.hsqldb());
        states = new JdbcTemplateStates(
                jdbc, new TransactionTemplate(new JdbcTransactionManager(TestDatabases.hsqldb())));
        catalogue = new TemplateCatalogue(this::read, alerts, threads, Duration.ofMinutes(1), clock);
        desk = new TemplateDesk(
                catalogue,
                states,
                (number, template) -> woken.add(number.alias() + " " + template.name()),
                TestNumbers.DIRECTORY,
                clock);
        check = new TemplateCheck(desk, catalogue, new ComponentReader());
    }

    /** A room without anything of another test. */
    static TemplateRoom empty() {
        TestDatabases.empty(new JdbcTemplate(TestDatabases.hsqldb()));
        return new TemplateRoom();
    }

    private List<Template> read(BusinessNumber number) {
        readings.add(clock.instant());
        List<Template> now = listed;
        if (now == null) {
            throw new UnreadableTemplatesException("Meta is away.");
        }
        return now;
    }

    static Template template(String status) {
        return template(OFFER, status);
    }

    static Template template(TemplateName name, String status, String... variables) {
        return new Template(
                name,
                status,
                TemplateCategory.MARKETING,
                false,
                new Template.Face(null, List.of(variables), List.of()),
                List.of());
    }
}
