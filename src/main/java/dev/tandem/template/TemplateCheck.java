package dev.tandem.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateFill;
import dev.tandem.domain.TemplateFit;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.LaneCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a template leave only as Meta would take it: known, approved, not paused, and with parameters that fit.
 *
 * <p>A refusal is for ever, so it is only spoken by a list that was read after the send was accepted and after the last
 * change that was told; until there is one the send waits. Where the list cannot be read at all the send leaves: Meta is the
 * judge, and an alert tells of it. Thread-safe.
 */
public final class TemplateCheck implements LaneCheck {

    /** When a pause of which nobody knows the end is looked at again. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(30);

    private static final TemplateFill.Face NOTHING = new TemplateFill.Face(List.of(), List.of(), List.of(), List.of());

    private final TemplateDesk desk;
    private final TemplateCatalogue catalogue;
    private final FillReader fills;

    public TemplateCheck(TemplateDesk desk, TemplateCatalogue catalogue, FillReader fills) {
        this.desk = desk;
        this.catalogue = catalogue;
        this.fills = fills;
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        return name(leaving).flatMap(name -> obstacle(leaving, name, fill(leaving)));
    }

    /**
     * Judged by Meta's list as it is known; where that speaks against a send, by one that is read now, if it can be. Each template
     * is looked up once.
     */
    @Override
    public List<List<Foreseen>> foresee(List<Leaving> leavings) {
        Map<String, Optional<TemplateCatalogue.Listing>> listings = new HashMap<>();
        Map<List<Object>, Optional<Template>> templates = new HashMap<>();
        List<List<Foreseen>> all = new ArrayList<>(leavings.size());
        for (Leaving leaving : leavings) {
            BusinessNumber number = leaving.number();
            Optional<TemplateCatalogue.Listing> listing =
                    listings.computeIfAbsent(number.wabaId(), any -> desk.listing(number));
            Optional<Cause> fault = listing.flatMap(known -> foreseen(leaving, known, templates));
            boolean isOld = listing.isPresent() && listing.get().readAt().isBefore(leaving.now());
            if (fault.isPresent() && isOld) {
                Optional<TemplateCatalogue.Listing> newer = catalogue.newer(number, leaving.now());
                if (newer.isPresent()) {
                    listings.put(number.wabaId(), newer);
                    templates.clear();
                    fault = foreseen(leaving, newer.get(), templates);
                }
            }
            all.add(fault.map(cause -> new Foreseen(cause, cause.reason() != Reason.TEMPLATE_PAUSED))
                    .map(List::of)
                    .orElse(List.of()));
        }
        return all;
    }

    private Optional<Cause> foreseen(
            Leaving leaving, TemplateCatalogue.Listing listing, Map<List<Object>, Optional<Template>> templates) {
        BusinessNumber number = leaving.number();
        return name(leaving).flatMap(name -> {
            Optional<Template> current =
                    templates.computeIfAbsent(List.of(number.wabaId(), name), any -> paused(number, name, leaving.now())
                            .or(() -> desk.current(listing, number, name)));
            return fault(current, listing, number, name, fill(leaving));
        });
    }

    /** A pause that was told ends by itself; what else the template is does not matter before. */
    private Optional<Template> paused(BusinessNumber number, TemplateName name, Instant now) {
        return desk.pause(number, name, now)
                .map(told -> new Template(
                        name, Template.PAUSED, null, false, new Template.Face(null, List.of(), List.of()), List.of()));
    }

    /** The template as which it leaves, its own or the number's; empty when it leaves free-form. */
    private static Optional<TemplateName> name(Leaving leaving) {
        JsonNode template = leaving.content().template();
        if (leaving.decision() == LateDecision.TEMPLATE && template != null) {
            return Optional.of(new TemplateName(
                    template.path("name").asText(), template.path("language").asText()));
        }
        return leaving.decision() == LateDecision.DEFAULT_TEMPLATE
                ? Optional.ofNullable(leaving.number().defaultTemplate())
                : Optional.empty();
    }

    private TemplateFill fill(Leaving leaving) {
        JsonNode template = leaving.content().template();
        return leaving.decision() == LateDecision.TEMPLATE && template != null
                ? fills.read(template)
                : new TemplateFill(NOTHING, null);
    }

    private Optional<Obstacle> obstacle(Leaving leaving, TemplateName name, TemplateFill fill) {
        BusinessNumber number = leaving.number();
        Optional<TemplateStates.Told> pause = desk.pause(number, name, leaving.now());
        if (pause.isPresent() && pause.get().until() != null) {
            return Optional.of(pausedUntil(name, pause.get().until()));
        }
        Optional<TemplateCatalogue.Listing> known = catalogue.known(number);
        Optional<Cause> fault = known.flatMap(listing -> fault(listing, number, name, fill));
        if (known.isEmpty() || fault.isEmpty()) {
            return Optional.empty();
        }
        Instant since = since(leaving, name, fault.get());
        Optional<TemplateCatalogue.Listing> sure = catalogue.newer(number, since);
        if (sure.isPresent()) {
            return fault(sure.get(), number, name, fill).map(cause -> forSure(cause, name, leaving.now()));
        }
        if (catalogue.isUnreadable(number)) {
            return Optional.empty();
        }
        return Optional.of(new Obstacle.Wait(
                asking(fault.get()),
                later(catalogue.nextReading(number), leaving.now().plusSeconds(1))));
    }

    /** What a list must be as young as, to be believed when it speaks against a send. */
    private Instant since(Leaving leaving, TemplateName name, Cause fault) {
        Instant since = later(leaving.send().acceptance().acceptedAt(), desk.outdatedSince(leaving.number()));
        if (fault.reason() == Reason.TEMPLATE_PAUSED) {
            // A pause ends, and the webhook that says so may be lost.
            since = later(since, leaving.now().minus(LOOK_AGAIN));
            since = later(since, desk.pauseEndedAt(leaving.number(), name, leaving.now()));
        }
        return since;
    }

    private static Obstacle forSure(Cause cause, TemplateName name, Instant now) {
        return cause.reason() == Reason.TEMPLATE_PAUSED
                ? pausedUntil(name, now.plus(LOOK_AGAIN))
                : new Obstacle.Refuse(cause);
    }

    private static Obstacle pausedUntil(TemplateName name, Instant until) {
        return new Obstacle.Wait(
                Cause.of(
                        Reason.TEMPLATE_PAUSED,
                        "Meta paused the template " + text(name)
                                + " for its quality. It goes on by itself when Meta ends"
                                + " the pause, and is looked at again at " + until + ". Edit the template, or cancel"
                                + " the send and use another."),
                until);
    }

    private static Cause asking(Cause fault) {
        return Cause.of(
                fault.reason(),
                fault.detail() + " Meta's list is older than the send, so it is read again before this is final.");
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What the list says against the send; empty when nothing. */
    Optional<Cause> fault(
            TemplateCatalogue.Listing listing, BusinessNumber number, TemplateName name, TemplateFill fill) {
        return fault(desk.current(listing, number, name), listing, number, name, fill);
    }

    private static Optional<Cause> fault(
            Optional<Template> current,
            TemplateCatalogue.Listing listing,
            BusinessNumber number,
            TemplateName name,
            TemplateFill fill) {
        if (current.isEmpty()) {
            return Optional.of(Cause.of(Reason.TEMPLATE_UNKNOWN, unknown(listing, number, name)));
        }
        Template template = current.get();
        return switch (template.status()) {
            case Template.APPROVED ->
                TemplateFit.misfit(template, fill).map(text -> Cause.of(Reason.TEMPLATE_PARAMETERS, text));
            case Template.PAUSED -> Optional.of(Cause.of(Reason.TEMPLATE_PAUSED));
            default ->
                Optional.of(Cause.of(
                        Reason.TEMPLATE_NOT_APPROVED,
                        "The template " + text(name) + " is " + template.status() + " at Meta, and only an approved one"
                                + " can be sent. Have it approved, or use another."));
        };
    }

    private static String unknown(TemplateCatalogue.Listing listing, BusinessNumber number, TemplateName name) {
        List<String> languages = listing.all().stream()
                .map(Template::key)
                .filter(key -> key.name().equals(name.name()))
                .map(TemplateName::language)
                .sorted(Comparator.comparing((String language) -> !isNear(language, name.language()))
                        .thenComparing(language -> language))
                .toList();
        String start = "The account of " + number + " has no template " + text(name) + ". ";
        return languages.isEmpty()
                ? start + "It has none of this name in any language: check the spelling against GET /api/v1/numbers/"
                        + number.alias() + "/templates."
                : start + "It has it in: " + String.join(", ", languages) + ". Write one of these.";
    }

    /** Whether two codes are forms of one language, as {@code en} and {@code en_US}. */
    private static boolean isNear(String one, String other) {
        return one.split("[_-]", 2)[0].equalsIgnoreCase(other.split("[_-]", 2)[0]);
    }

    private static String text(TemplateName name) {
        return name.name() + " (" + name.language() + ")";
    }
}
