package dev.tandem.template;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateChange;
import dev.tandem.domain.TemplateName;
import dev.tandem.domain.TemplatePause;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of templates: Meta's list, and what was told of single ones since it was read. Thread-safe. */
public final class TemplateDesk {

    private final TemplateCatalogue catalogue;
    private final TemplateStates states;
    private final PausedSends paused;
    private final NumberDirectory numbers;
    private final Clock clock;

    /** Since when the list of an account is known to be out of date. */
    private final Map<String, Instant> outdated = new ConcurrentHashMap<>();

    public TemplateDesk(
            TemplateCatalogue catalogue,
            TemplateStates states,
            PausedSends paused,
            NumberDirectory numbers,
            Clock clock) {
        this.catalogue = catalogue;
        this.states = states;
        this.paused = paused;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** The category of a template; empty when the list cannot be read or does not have it. */
    public Optional<TemplateCategory> category(BusinessNumber number, TemplateName template) {
        return listing(number).flatMap(listing -> listing.find(template)).map(Template::category);
    }

    /** The list to judge by: a newer one when it is known to be out of date and may be read. */
    Optional<TemplateCatalogue.Listing> listing(BusinessNumber number) {
        return catalogue.newer(number, outdatedSince(number)).or(() -> catalogue.known(number));
    }

    Instant outdatedSince(BusinessNumber number) {
        return outdated.getOrDefault(number.wabaId(), Instant.MIN);
    }

    /** What Meta's webhook says of the status of a template of this number's account; repeated and late ones change nothing wrongly. */
    public void changed(BusinessNumber number, TemplateChange change) {
        Optional<String> status = TemplatePause.statusAfter(change);
        if (status.isPresent()) {
            Instant now = clock.instant();
            boolean isPause = status.get().equals(Template.PAUSED);
            Instant until = isPause ? now.plus(TemplatePause.length(change.title())) : null;
            keep(number, change.template(), new TemplateStates.Told(status.get(), until, change.toldAt(), now));
        }
        refetch(number);
    }

    /**
     * Meta refused a send because its template is paused (132015): everything that wants it waits.
     *
     * @param until when to ask again at the latest, see {@link TemplatePause}
     */
    public void pausedByMeta(BusinessNumber number, TemplateName template, Instant until) {
        // It has no time of Meta's: whatever the webhook tells later is newer.
        Instant toldAt = states.find(number.wabaId(), template)
                .map(TemplateStates.Told::toldAt)
                .orElse(Instant.EPOCH);
        keep(number, template, new TemplateStates.Told(Template.PAUSED, until, toldAt, clock.instant()));
    }

    private void keep(BusinessNumber number, TemplateName template, TemplateStates.Told told) {
        boolean isNews = states.keep(number.wabaId(), template, told);
        if (isNews && !told.status().equals(Template.PAUSED)) {
            // Whatever it is now, it is no pause: who waits for its end is asked again.
            numbersOf(number).forEach(each -> paused.wake(each, template));
        }
    }

    private List<BusinessNumber> numbersOf(BusinessNumber number) {
        return numbers.all().stream()
                .filter(each -> each.wabaId().equals(number.wabaId()))
                .toList();
    }

    /** Something of the account's templates is not as the list says (132xxx): it is read again as soon as its pace allows. */
    public void refetch(BusinessNumber number) {
        outdated.put(number.wabaId(), clock.instant());
        catalogue.refresh(number);
    }

    /** The pause of a template that stands at the given moment; empty when there is none, or its time is over. */
    Optional<TemplateStates.Told> pause(BusinessNumber number, TemplateName template, Instant now) {
        return states.find(number.wabaId(), template).filter(told -> isPausedAt(told, now));
    }

    /** When the last pause of a template ended by itself: no older list can say what has become of it. */
    Instant pauseEndedAt(BusinessNumber number, TemplateName template, Instant now) {
        return states.find(number.wabaId(), template)
                .filter(told -> !isPausedAt(told, now))
                .map(TemplateStates.Told::until)
                .orElse(Instant.MIN);
    }

    private static boolean isPausedAt(TemplateStates.Told told, Instant now) {
        Instant until = told.until();
        return told.status().equals(Template.PAUSED) && until != null && until.isAfter(now);
    }

    /** A template as the list has it, with what was told of it since. */
    Optional<Template> current(TemplateCatalogue.Listing listing, BusinessNumber number, TemplateName name) {
        return listing.find(name)
                .map(listed -> updated(
                        listed, listing, states.find(number.wabaId(), name).orElse(null)));
    }

    private static Template updated(
            Template listed, TemplateCatalogue.Listing listing, TemplateStates.@Nullable Told told) {
        boolean isNewer = told != null && told.until() == null && told.knownAt().isAfter(listing.readAt());
        return told != null && isNewer ? listed.with(told.status()) : listed;
    }

    /** All templates of a number's account by name and language; empty when the list cannot be read. */
    public Optional<Overview> overview(BusinessNumber number) {
        Instant now = clock.instant();
        return listing(number).map(listing -> {
            Map<TemplateName, TemplateStates.Told> told = states.all(number.wabaId()).stream()
                    .collect(Collectors.toMap(TemplateStates.Known::template, TemplateStates.Known::told));
            return new Overview(
                    listing.all().stream()
                            .sorted(Comparator.comparing((Template template) ->
                                            template.key().name())
                                    .thenComparing(template -> template.key().language()))
                            .map(template -> line(template, listing, told.get(template.key()), now))
                            .toList(),
                    listing.readAt());
        });
    }

    private static Line line(
            Template listed, TemplateCatalogue.Listing listing, TemplateStates.@Nullable Told told, Instant now) {
        if (told != null && isPausedAt(told, now)) {
            return new Line(listed.with(Template.PAUSED), told.until());
        }
        return new Line(updated(listed, listing, told), null);
    }

    /**
     * The templates of an account.
     *
     * @param readAt when Meta's list was read
     */
    public record Overview(List<Line> lines, Instant readAt) {}

    /**
     * One template.
     *
     * @param pausedUntil when its pause ends at the latest, null when it is not paused or nobody knows
     */
    public record Line(Template template, @Nullable Instant pausedUntil) {}
}
