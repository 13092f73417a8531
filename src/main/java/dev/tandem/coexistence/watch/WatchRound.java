package dev.tandem.coexistence.watch;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Restriction;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at every number by the clock: what nothing tells of must be noticed by its absence. Idempotent. Thread-safe; one round at
 * a time.
 */
public final class WatchRound {

    /** The dead-man alarm: sends go out and nothing comes back. */
    static final String NO_STATUSES = "no_statuses";

    /** The alert of a token that ends soon. */
    static final String TOKEN_EXPIRES = "token_expires";

    /** What nothing ends: it stands for a while, so that somebody can read it. */
    private static final Set<String> NOTICES = Set.of(
            "account_violation", "account_alert", "number_security", "account_disable_scheduled", "app_uninstalled");

    private final NumberDirectory numbers;
    private final ConnectionBook book;
    private final ConnectionDesk desk;
    private final SignsOfLife signs;
    private final Forecast forecast;
    private final Silence silence;
    private final TokenExpiry tokens;
    private final Alerts alerts;
    private final WatchRules rules;
    private final Clock clock;
    private boolean begun;

    public WatchRound(
            NumberDirectory numbers,
            ConnectionBook book,
            ConnectionDesk desk,
            SignsOfLife signs,
            Forecast forecast,
            Silence silence,
            TokenExpiry tokens,
            Alerts alerts,
            WatchRules rules,
            Clock clock) {
        this.numbers = numbers;
        this.book = book;
        this.desk = desk;
        this.signs = signs;
        this.forecast = forecast;
        this.silence = silence;
        this.tokens = tokens;
        this.alerts = alerts;
        this.rules = rules;
        this.clock = clock;
    }

    /** One round. */
    public synchronized void look() {
        Instant now = clock.instant();
        if (!begun) {
            // What held sends back may have ended while no engine ran, or a crash broke off what followed from its end.
            numbers.all().stream().filter(number -> book.of(number).isLinked()).forEach(desk::releasedAtStart);
            begun = true;
        }
        refresh(now);
        signs.flush();
        signs.refresh();
        Standing standing = new Standing(alerts);
        numbers.all().forEach(number -> look(number, standing, now));
        standing.all().forEach(alert -> end(alert, now));
    }

    /** What is known of a number at one moment. */
    private record Known(Connection connection, List<Restriction> restrictions) {}

    /** What another engine learned is news for the lanes of this one. */
    private void refresh(Instant now) {
        Map<BusinessNumber, Known> before = new LinkedHashMap<>();
        numbers.all().forEach(number -> before.put(number, known(number, now)));
        book.refresh();
        before.forEach((number, known) -> {
            desk.follow(number, known.connection(), book.of(number));
            desk.followRestrictions(number, known.restrictions(), book.restrictions(number, now));
        });
    }

    private Known known(BusinessNumber number, Instant now) {
        return new Known(book.of(number), book.restrictions(number, now));
    }

    private void look(BusinessNumber number, Standing standing, Instant now) {
        String id = number.phoneNumberId();
        signs.watch(id);
        Connection connection = book.of(number);
        for (Connection.State state : List.of(Connection.State.OFFBOARDED, Connection.State.DISCONNECTED)) {
            boolean isSo = connection.state() == state;
            String code =
                    state == Connection.State.OFFBOARDED ? ConnectionDesk.OFFBOARDED : ConnectionDesk.DISCONNECTED;
            standing.set(isSo, code, id, () -> ConnectionDesk.text(number, connection));
        }
        forecast.look(number, connection, standing, now);
        standing.set(isSilent(id, standing), NO_STATUSES, id, () -> silentText(number));
        Instant end = tokens.expiresAt(number).orElse(Instant.MAX);
        standing.set(
                now.isAfter(end.minus(rules.tokenNotice())),
                TOKEN_EXPIRES,
                id,
                () -> number + ": its access token expires at " + end
                        + ". Renew it before, with PUT /api/v1/numbers/{n}/token or in config/numbers.yaml where the"
                        + " number stands there, else Meta refuses every send (190) and the number is paused until it has"
                        + " a new one.");
    }

    /** Once raised it stands until a status comes, also when a restart has forgotten the sends. */
    private boolean isSilent(String id, Standing standing) {
        return silence.isSilent(id)
                || standing.since(NO_STATUSES, id)
                        .filter(since -> !silence.isBroken(id, since))
                        .isPresent();
    }

    private String silentText(BusinessNumber number) {
        return number + ": " + silence.text()
                + signs.status(number.phoneNumberId())
                        .map(at -> " The last one came at " + at + ".")
                        .orElse(" None ever came.")
                + " Check that Meta reaches the webhook: its address, its certificate, and the app's subscriptions.";
    }

    /** What is over by the clock alone. */
    private void end(Alert alert, Instant now) {
        boolean isOld = NOTICES.contains(alert.code())
                && alert.lastAt().plus(rules.noticeFor()).isBefore(now);
        if (isOld || isLapsed(alert, now)) {
            alerts.clear(alert.code(), alert.subject());
        }
    }

    private boolean isLapsed(Alert alert, Instant now) {
        if (!alert.code().equals(ConnectionDesk.RESTRICTED)) {
            return false;
        }
        return numbers.find(alert.phoneNumberId())
                .map(number -> book.restrictions(number, now).stream()
                        .noneMatch(each -> ConnectionDesk.subject(number, each).equals(alert.subject())))
                .orElse(true);
    }
}
