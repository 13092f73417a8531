package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.TemplateName;
import dev.tandem.domain.Wish;
import dev.tandem.domain.Wish.Kind;
import dev.tandem.template.TemplateStates.Known;
import dev.tandem.template.TemplateStates.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wishes and what is told of templates: the same for every database. */
abstract class ConsentSuite {

    private static final Instant NOON = Instant.parse("2026-11-05T12:00:00.123456Z");
    private static final TemplateName OFFER = new TemplateName("offer", "en_US");

    private final JdbcTemplate jdbc;
    private final JdbcWishes wishes;
    private final JdbcTemplateStates states;

    ConsentSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        wishes = new JdbcWishes(jdbc, transaction);
        states = new JdbcTemplateStates(jdbc, transaction);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private static Wish wish(String name, @Nullable String number, boolean given, int second) {
        return new Wish(name, number, Kind.NO_MARKETING, given, "crm", NOON.plusSeconds(second));
    }

    private void known(String number, String contact, String... names) {
        for (String name : names) {
            jdbc.update(
                    "insert into contact_name (phone_number_id, name, contact) values (?, ?, ?)",
                    number,
                    name,
                    contact);
        }
    }

    @Test
    void aWishIsFoundAsItWasKept() {
        List<Wish> told = List.of(
                wish("4917", "1", true, 0),
                new Wish("4917", null, Kind.OPT_IN, true, "crm", NOON),
                new Wish("4917", null, Kind.NOTHING, false, "x".repeat(200), NOON));
        assertThat(wishes.keep(told)).containsExactlyInAnyOrderElementsOf(told);
        assertThat(wishes.of("4917")).containsExactlyInAnyOrderElementsOf(told);
        assertThat(wishes.of("4918")).isEmpty();
    }

    @Test
    void theNewestStaysWhateverComesLater() {
        assertThat(wishes.keep(List.of(wish("4917", "1", true, 10)))).hasSize(1);
        assertThat(wishes.keep(List.of(wish("4917", "1", false, 5)))).isEmpty();
        assertThat(wishes.keep(List.of(wish("4917", "1", true, 10))))
                .as("the same again")
                .isEmpty();
        assertThat(wishes.keep(List.of(wish("4917", "1", false, 20)))).hasSize(1);
        assertThat(wishes.keep(List.of(wish("4917", "1", true, 15)))).isEmpty();
        assertThat(wishes.of("4917")).containsExactly(wish("4917", "1", false, 20));
    }

    @Test
    void ofOneListTheNewestStays() {
        wishes.keep(List.of(wish("4917", "1", true, 1), wish("4917", "1", false, 3), wish("4917", "1", true, 2)));
        assertThat(wishes.of("4917")).containsExactly(wish("4917", "1", false, 3));
    }

    @Test
    void aPersonNobodyHasTalkedToIsFoundUnderTheFormsOfTheNumber() {
        wishes.keep(List.of(wish("5511987654321", null, true, 0)));
        assertThat(wishes.of("551187654321")).hasSize(1);
        wishes.keep(List.of(wish("5215512345678", null, true, 0)));
        assertThat(wishes.of("525512345678")).hasSize(1);
        assertThat(wishes.names("525512345678")).containsExactly("525512345678", "5215512345678");
    }

    @Test
    void aPersonIsFoundUnderEveryNameAtWhicheverNumberItWasLearned() {
        known("1", "4917", "4917", "US.4f00");
        known("2", "4918", "4918", "US.9c33");
        wishes.keep(List.of(wish("US.4f00", "2", true, 0)));
        assertThat(wishes.of("4917")).hasSize(1);
        assertThat(wishes.of("4918")).isEmpty();
        assertThat(wishes.names("4917")).containsExactlyInAnyOrder("4917", "US.4f00");
        known("2", "4917", "US.4f00", "4917");
        assertThat(wishes.of("4917")).as("found twice, told once").hasSize(1);
    }

    @Test
    void manyAreAskedForAtOnceAsEachAlone() {
        known("1", "4917", "4917", "US.4f00");
        known("2", "4918", "4918", "US.9c33");
        jdbc.update(
                "insert into former_name (phone_number_id, name, until_at, contact) values ('1', '4930', ?, '4917')",
                Times.column(NOON.plusSeconds(100)));
        wishes.keep(List.of(
                wish("US.4f00", "2", true, 0),
                wish("4930", "1", true, 50),
                new Wish("4930", "1", Kind.OPT_IN, true, "crm", NOON.plusSeconds(50)),
                wish("5511987654321", null, true, 0)));
        List<String> names = List.of("4917", "4918", "4930", "551187654321", "US.9c33", "4999");
        Map<String, List<Wish>> all = wishes.ofAll(names);
        for (String name : names) {
            assertThat(all.getOrDefault(name, List.of())).as(name).containsExactlyInAnyOrderElementsOf(wishes.of(name));
        }
        assertThat(all).containsOnlyKeys("4917", "4930", "551187654321");
        assertThat(wishes.ofAll(List.of())).isEmpty();
    }

    @Test
    void aLongListIsKeptWhole() {
        List<Wish> many = new ArrayList<>();
        for (int i = 0; i < 1_201; i++) {
            many.add(wish("49170" + i, null, true, 0));
        }
        assertThat(wishes.keep(many)).hasSize(1_201);
        assertThat(jdbc.queryForObject("select count(*) from consent", Integer.class))
                .isEqualTo(1_201);
    }

    @Test
    void whatManyThreadsTellIsKeptOnceAndTheNewestStays() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int second = i;
                all.add(threads.submit(() -> wishes.keep(List.of(wish("4917", null, second % 2 == 0, second)))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(wishes.of("4917")).containsExactly(wish("4917", null, false, 39));
    }

    @Test
    void whatIsToldOfATemplateStaysUntilSomethingNewerIs() {
        Told pause = new Told("PAUSED", NOON.plusSeconds(10_800), NOON, NOON.plusSeconds(2));
        assertThat(states.keep("9", OFFER, pause)).isTrue();
        assertThat(states.find("9", OFFER)).hasValue(pause);
        assertThat(states.find("8", OFFER)).isEmpty();
        Told before = new Told("APPROVED", null, NOON.minusSeconds(1), NOON.plusSeconds(3));
        assertThat(states.keep("9", OFFER, before)).isFalse();
        assertThat(states.find("9", OFFER)).hasValue(pause);
        Told after = new Told("APPROVED", null, NOON.plusSeconds(1), NOON.plusSeconds(3));
        assertThat(states.keep("9", OFFER, after)).isTrue();
        assertThat(states.all("9")).containsExactly(new Known(OFFER, after));
        assertThat(states.all("8")).isEmpty();
    }
}
