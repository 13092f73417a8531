package dev.tandem.config;

import dev.tandem.campaign.CampaignTroubles;
import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.coexistence.watch.NodePoll;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.Connection;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.NumberStates;
import dev.tandem.template.TemplateStates;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What may stop a campaign, from the rooms that know it: the only thread between them. */
@Component
class CampaignTroublesAdapter implements CampaignTroubles {

    private final NumberDirectory numbers;
    private final NumberStates states;
    private final ConnectionBook connections;
    private final TemplateStates templates;
    private final Alerts alerts;
    private final Clock clock;

    CampaignTroublesAdapter(
            NumberDirectory numbers,
            NumberStates states,
            ConnectionBook connections,
            TemplateStates templates,
            Alerts alerts,
            Clock clock) {
        this.numbers = numbers;
        this.states = states;
        this.connections = connections;
        this.templates = templates;
        this.alerts = alerts;
        this.clock = clock;
    }

    @Override
    public Optional<String> quality(String phoneNumberId, Instant after) {
        Optional<String> refused = numbers.find(phoneNumberId).stream()
                .flatMap(number -> states.pauses(number).stream())
                .filter(pause -> pause.scope() == PauseScope.CAMPAIGNS
                        && pause.byMeta()
                        && pause.since().isAfter(after))
                .map(pause -> pause.why() + " The number is paused for campaigns as well: resume it first, with POST"
                        + " /api/v1/numbers/" + phoneNumberId + "/resume.")
                .findFirst();
        return refused.isPresent() ? refused : rated(phoneNumberId, after);
    }

    private Optional<String> rated(String phoneNumberId, Instant after) {
        return alerts.standing().stream()
                .filter(alert -> alert.code().equals(NodePoll.QUALITY_LOW)
                        && alert.subject().equals(phoneNumberId)
                        && alert.since().isAfter(after))
                .map(Alert::text)
                .findFirst();
    }

    @Override
    public Optional<String> unlinked(String phoneNumberId, Instant after) {
        // Meta's times have no fraction.
        Instant second = after.truncatedTo(ChronoUnit.SECONDS);
        return numbers.find(phoneNumberId)
                .map(connections::of)
                .filter(connection -> connection.state() == Connection.State.DISCONNECTED
                        && !connection.since().isBefore(second))
                .map(connection -> connection.why() + " " + connection.remedy());
    }

    @Override
    public Optional<String> template(String phoneNumberId, TemplateName template, Instant after) {
        Instant now = clock.instant();
        return numbers.find(phoneNumberId)
                .flatMap(number -> templates.find(number.wabaId(), template))
                .filter(told -> told.knownAt().isAfter(after) && isInTheWay(told, now))
                .map(told -> "Meta says of the template " + template.name() + " (" + template.language() + "): "
                        + told.status()
                        + (told.until() == null ? "" : ", until " + told.until() + " at the latest")
                        + ". Edit it, or wait until it may be sent again.");
    }

    private static boolean isInTheWay(TemplateStates.Told told, Instant now) {
        Instant until = told.until();
        return !told.status().equals(Template.APPROVED) && (until == null || until.isAfter(now));
    }
}
