package dev.tandem.campaign;

import dev.tandem.campaign.CampaignControl.Pause;
import dev.tandem.domain.Alerts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Pauses campaigns by their stop rules, with an alert that stands until somebody resumes or cancels, or nothing is left to do. What a
 * person resumed against stops it no more; the same thing happening anew does. Idempotent. Thread-safe.
 */
public final class CampaignStops {

    /** The alert of a campaign that paused by itself; its subject is the campaign's id. */
    public static final String ALERT = "campaign_paused";

    private static final String ENGINE = "engine";

    /** A look that takes long is followed by a rest of so many times as long. */
    private static final int COST = 20;

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final CampaignTroubles troubles;
    private final StopRules standard;
    private final Alerts alerts;
    private final Clock clock;
    private Instant restUntil = Instant.MIN;

    /** @param standard the rules of campaigns that have none of their own */
    public CampaignStops(
            Campaigns campaigns,
            CampaignControls controls,
            CampaignTroubles troubles,
            StopRules standard,
            Alerts alerts,
            Clock clock) {
        this.campaigns = campaigns;
        this.controls = controls;
        this.troubles = troubles;
        this.standard = standard;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Looks at every campaign under way. */
    public synchronized void look() {
        Instant begin = clock.instant();
        if (begin.isBefore(restUntil)) {
            return;
        }
        for (CampaignState state : List.of(CampaignState.READING, CampaignState.RUNNING)) {
            campaigns.inState(state).forEach(this::look);
        }
        Instant end = clock.instant();
        restUntil = end.plus(Duration.between(begin, end).multipliedBy(COST));
    }

    private void look(Campaign campaign) {
        CampaignControl control = controls.find(campaign.id());
        if (!control.isHeld()) {
            stop(campaign, control).ifPresent(pause -> {
                if (controls.pause(campaign.id(), pause)) {
                    raise(campaign, pause);
                }
            });
        } else if (control.pause() != null && control.pause().reason() != PauseReason.OPERATOR) {
            raiseAgainAfterACrash(campaign, control.pause());
        }
    }

    private void raise(Campaign campaign, Pause pause) {
        alerts.raise(
                ALERT,
                campaign.id(),
                "",
                "Campaign " + campaign.id() + " is paused: " + pause.detail() + " Then POST /api/v1/campaigns/"
                        + campaign.id() + "/resume, or /cancel.");
    }

    private void raiseAgainAfterACrash(Campaign campaign, Pause pause) {
        boolean stands = alerts.standing().stream()
                .anyMatch(alert -> alert.code().equals(ALERT) && alert.subject().equals(campaign.id()));
        if (!stands) {
            raise(campaign, pause);
        }
    }

    private Optional<Pause> stop(Campaign campaign, CampaignControl control) {
        StopRules rules = Objects.requireNonNullElse(control.rules(), standard);
        Instant judgedFrom = Objects.requireNonNullElse(control.judgedFrom(), Instant.EPOCH);
        // A number that was away before the file came holds its rows until it is back; so they were accepted.
        Instant sinceItCame = judgedFrom.isAfter(campaign.arrivedAt()) ? judgedFrom : campaign.arrivedAt();
        Set<CampaignControls.Use> uses = controls.uses(campaign.id());
        return Stream.<Supplier<Optional<Pause>>>of(
                        () -> rules.unlinked() ? unlinked(uses, sinceItCame) : Optional.empty(),
                        () -> rules.quality() ? quality(uses, sinceItCame) : Optional.empty(),
                        () -> rules.template() ? template(uses, judgedFrom) : Optional.empty(),
                        () -> failures(campaign, rules, judgedFrom))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Pause> unlinked(Set<CampaignControls.Use> uses, Instant after) {
        return numbers(uses)
                .map(number -> troubles.unlinked(number, after))
                .flatMap(Optional::stream)
                .findFirst()
                .map(text -> pause(PauseReason.UNLINKED, text));
    }

    private Optional<Pause> quality(Set<CampaignControls.Use> uses, Instant after) {
        return numbers(uses)
                .map(number -> troubles.quality(number, after))
                .flatMap(Optional::stream)
                .findFirst()
                .map(text -> pause(PauseReason.QUALITY, text));
    }

    private Optional<Pause> template(Set<CampaignControls.Use> uses, Instant after) {
        return uses.stream()
                .filter(use -> use.template() != null)
                .map(use -> troubles.template(use.phoneNumberId(), Objects.requireNonNull(use.template()), after))
                .flatMap(Optional::stream)
                .findFirst()
                .map(text -> pause(PauseReason.TEMPLATE, text));
    }

    private Optional<Pause> failures(Campaign campaign, StopRules rules, Instant after) {
        Double share = rules.failureShare();
        if (share == null) {
            return Optional.empty();
        }
        long failures = campaigns.failures(campaign, after);
        if (failures < rules.minimum()) {
            return Optional.empty();
        }
        // More outcomes than this, and the failures are no such share any more: so many are counted and no more.
        long enough = (long) Math.floor(failures / share) + 1;
        long outcomes = failures + campaigns.successes(campaign, after, enough);
        return rules.isTooMuch(failures, outcomes)
                ? Optional.of(pause(
                        PauseReason.FAILURES,
                        failures + " of the last " + outcomes + " sends failed, and the campaign stops at "
                                + Math.round(share * 100)
                                + " %. Look at 'reasons' of the campaign and correct what they"
                                + " name."))
                : Optional.empty();
    }

    private Pause pause(PauseReason reason, String detail) {
        return new Pause(reason, ENGINE, detail, clock.instant());
    }

    private static Stream<String> numbers(Set<CampaignControls.Use> uses) {
        return uses.stream().map(CampaignControls.Use::phoneNumberId).distinct();
    }
}
