package dev.tandem.domain;

import static dev.tandem.domain.MessageChange.Kind.EDIT;
import static dev.tandem.domain.MessageChange.Kind.REACTION;
import static dev.tandem.domain.MessageChange.Kind.REVOKE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a message shows by what was said about it, in any order and however often it came. */
class MessageStandingProperties {

    private static final String SEED = "20261125";
    private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");

    /** Few times and few ids, so that times are shared; what has one id is one change. */
    @Provide
    static Arbitrary<List<MessageChange>> changes() {
        return Combinators.combine(
                        Arbitraries.of(EDIT, EDIT, EDIT, REACTION, REACTION, REACTION, REVOKE),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of("one", "two", "", "👍"))
                .as((kind, byPerson, second, text) -> new MessageChange(
                        "", kind, byPerson, AT.plusSeconds(second), kind == REVOKE || text.isEmpty() ? null : text))
                .list()
                .ofMaxSize(8)
                .map(MessageStandingProperties::withIds);
    }

    private static List<MessageChange> withIds(List<MessageChange> changes) {
        List<MessageChange> named = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            MessageChange change = changes.get(i);
            named.add(new MessageChange(
                    "wamid." + (i * 7 % 10), change.kind(), change.byPerson(), change.at(), change.text()));
        }
        return named;
    }

    @Property(tries = 5_000, seed = SEED)
    void orderAndRepetitionDoNotMatter(
            @ForAll("changes") List<MessageChange> changes, @ForAll boolean ofPerson, @ForAll Random random) {
        MessageStanding expected = MessageStanding.of(ofPerson, changes);
        List<MessageChange> again = new ArrayList<>(changes);
        changes.stream().filter(change -> random.nextBoolean()).forEach(again::add);
        Collections.shuffle(again, random);
        assertThat(MessageStanding.of(ofPerson, again)).isEqualTo(expected);
    }

    @Property(tries = 5_000, seed = SEED)
    void theNewestOfItsAuthorCountsAndARecallWins(
            @ForAll("changes") List<MessageChange> changes, @ForAll boolean ofPerson) {
        MessageStanding standing = MessageStanding.of(ofPerson, changes);
        boolean recalled =
                changes.stream().anyMatch(change -> change.kind() == REVOKE && change.byPerson() == ofPerson);
        assertThat(standing.revoked()).isEqualTo(recalled);
        Optional<MessageChange> newest = changes.stream()
                .filter(change -> change.kind() == EDIT && change.byPerson() == ofPerson)
                .max(Comparator.comparing(MessageChange::at).thenComparing(MessageChange::id));
        assertThat(standing.edited()).isEqualTo(newest.isPresent());
        String expected = newest.isPresent() ? newest.get().text() : "original";
        assertThat(standing.text("original")).isEqualTo(recalled ? null : expected);
    }

    @Property(tries = 5_000, seed = SEED)
    void eachSideHasItsNewestReactionOrNone(@ForAll("changes") List<MessageChange> changes) {
        for (boolean side : new boolean[] {true, false}) {
            List<String> shown = MessageStanding.of(true, changes).reactions().stream()
                    .filter(reaction -> reaction.byPerson() == side)
                    .map(MessageChange::text)
                    .toList();
            List<String> expected = changes.stream()
                    .filter(change -> change.kind() == REACTION && change.byPerson() == side)
                    .max(Comparator.comparing(MessageChange::at).thenComparing(MessageChange::id))
                    .stream()
                    .map(MessageChange::text)
                    .filter(emoji -> emoji != null)
                    .toList();
            assertThat(shown).isEqualTo(expected);
        }
    }

    @Example
    void versionsBeginWithWhatWasWrittenAndOutliveARecall() {
        MessageChange edit = new MessageChange("e1", EDIT, true, AT.plusSeconds(5), "two");
        MessageChange recall = new MessageChange("r1", REVOKE, true, AT.plusSeconds(9), null);
        MessageStanding standing = MessageStanding.of(true, List.of(recall, edit));
        assertThat(standing.versions("m1", AT, "one"))
                .extracting(MessageStanding.Version::text)
                .containsExactly("one", "two");
        assertThat(MessageStanding.UNTOUCHED.versions("m1", AT, "one")).isEmpty();
    }
}
