package dev.tandem.coexistence.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncCall;
import dev.tandem.domain.SyncKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Whatever happens in whatever order: nothing is asked twice that may have counted, and an end is told once. */
class SyncOnceProperties {

    private static final List<SyncAnswer> ANSWERS = List.of(
            new SyncAnswer.Accepted("req"),
            new SyncAnswer.Refused("no", 190, true),
            new SyncAnswer.Refused("away", 0, false),
            new SyncAnswer.Unclear("lost"),
            new SyncAnswer.AlreadyUsed("2593107"),
            new SyncAnswer.Expired("2593108"));

    /** A line for every step of every try would bury all others. */
    @BeforeContainer
    static void quietly() {
        level(Level.WARN);
    }

    @AfterContainer
    static void asBefore() {
        level(null);
    }

    private static void level(@Nullable Level level) {
        ((Logger) LoggerFactory.getLogger(SyncDesk.class.getPackageName())).setLevel(level);
    }

    @Property(tries = 500, seed = "20261125")
    void askedOnceAndToldOnce(
            @ForAll AutoHistory plan,
            @ForAll @Size(min = 5, max = 40) List<@IntRange(max = 9) Integer> happenings,
            @ForAll @Size(40) List<@IntRange(max = 5) Integer> answers) {
        SyncRoom room = new SyncRoom();
        room.plan = plan;
        for (SyncKind kind : SyncKind.values()) {
            room.answers.put(kind, () -> ANSWERS.get(answers.get((room.asked.size() - 1) % answers.size())));
        }
        for (int happening : happenings) {
            happen(room, happening);
            check(room);
        }
        room.roundsFor(Duration.ofHours(26));
        assertThat(room.sync().isOver()).as("everything ends").isTrue();
        check(room);
    }

    private static void happen(SyncRoom room, int what) {
        switch (what) {
            case 0, 1, 2 -> room.round();
            case 3 -> room.desk.ask(room.shop(), SyncKind.HISTORY, "crm", false);
            case 4 -> room.desk.ask(room.shop(), SyncKind.CONTACTS, "crm", false);
            case 5 -> room.chunk(1, room.chunks.size() % 3 + 1, 40);
            case 6 -> room.chunk(0, 1, 100);
            case 7 -> room.desk.declined(room.shop(), room.clock.instant());
            case 8 -> room.desk.contacts(room.shop(), room.clock.instant(), room.asked.size() % 2 == 0);
            default -> room.roundAfter(Duration.ofHours(7));
        }
        room.clock.advance(Duration.ofSeconds(61));
    }

    private static void check(SyncRoom room) {
        for (SyncKind kind : SyncKind.values()) {
            // All but the last answer of a kind said that the call had not counted.
            List<Integer> calls = IntStream.range(0, room.asked.size())
                    .filter(i -> room.asked.get(i) == kind)
                    .boxed()
                    .toList();
            SyncCall call = room.sync().call(kind);
            assertThat(call.tries()).isEqualTo(calls.size());
            assertThat(call.state()).isNotEqualTo(SyncCall.State.ASKING);
            assertThat(calls.stream().limit(Math.max(0, calls.size() - 1)).map(room.given::get))
                    .as("the answers after which it was asked again")
                    .allMatch(answer -> answer instanceof SyncAnswer.Refused);
        }
        assertThat(room.store.events.stream().filter(event -> event.type().equals("sync_ended")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(room.store.events.stream().filter(event -> event.type().equals("sync_contacts_silent")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(room.alertCodes().contains("sync_contacts_silent"))
                .isEqualTo(room.sync().contactsState().equals("silent"));
        boolean over = room.sync().isOver();
        long ends = room.alertCodes().stream()
                .filter(code -> List.of("sync_gap", "sync_silent", "sync_already_used", "sync_expired")
                        .contains(code))
                .count();
        assertThat(ends).as("alerts of the end").isLessThanOrEqualTo(over ? 1 : 0);
        boolean open = !over && room.sync().history().isOpen();
        assertThat(room.alertCodes().contains("sync_deadline"))
                .isEqualTo(open && room.sync().alarms() > 0);
        assertThat(room.alertCodes().contains("sync_deadline_last"))
                .isEqualTo(open && room.sync().alarms() > 1);
    }
}
