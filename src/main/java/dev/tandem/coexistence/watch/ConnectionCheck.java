package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Connection;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Restriction;
import dev.tandem.send.DoorCheck;
import dev.tandem.send.LaneCheck;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a number that is not linked, or that Meta restricts, must not send; and refuses what comes new for a number that
 * is not linked (R65, R67); rows of a campaign are held instead. No pause of an operator's, so no {@code resume} lifts it. Thread-safe.
 */
public final class ConnectionCheck implements LaneCheck, DoorCheck {

    private final ConnectionBook book;
    private final NumberDirectory numbers;

    public ConnectionCheck(ConnectionBook book, NumberDirectory numbers) {
        this.book = book;
        this.numbers = numbers;
    }

    @Override
    public Optional<Cause> refusal(String phoneNumberId) {
        return numbers.find(phoneNumberId)
                .map(book::of)
                .filter(connection -> !connection.isLinked())
                .map(Connection::obstacle);
    }

    @Override
    public Optional<Obstacle> obstacle(BusinessNumber number, Instant now) {
        Connection connection = book.of(number);
        return connection.isLinked()
                ? restriction(number, Priority.TRANSACTIONAL, null, now)
                : Optional.of(waiting(connection));
    }

    @Override
    public Optional<Obstacle> stored(BusinessNumber number, Instant now) {
        return book.away(number).map(ConnectionCheck::waiting);
    }

    /** It ends when it expires, and is let go when the number comes back. */
    private static Obstacle waiting(Connection away) {
        return new Obstacle.Wait(away.obstacle(), Instant.MAX);
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        Optional<Obstacle> cut = obstacle(leaving.number(), leaving.now());
        return cut.isPresent()
                ? cut
                : restriction(
                        leaving.number(),
                        leaving.send().acceptance().priority(),
                        leaving.decision() == LateDecision.FREEFORM ? MessageMode.FREEFORM : MessageMode.TEMPLATE,
                        leaving.now());
    }

    private Optional<Obstacle> restriction(
            BusinessNumber number, Priority priority, @Nullable MessageMode mode, Instant now) {
        return book.restrictions(number, now).stream()
                .filter(restriction -> holds(restriction, priority, mode))
                .findFirst()
                .map(restriction -> new Obstacle.Wait(
                        Cause.of(Reason.NUMBER_PAUSED, RestrictionTexts.of(number, restriction)),
                        Objects.requireNonNullElse(restriction.until(), Instant.MAX)));
    }

    private static boolean holds(Restriction restriction, Priority priority, @Nullable MessageMode mode) {
        PauseScope scope = restriction.scope();
        return scope != null && scope.holds(priority, mode);
    }
}
