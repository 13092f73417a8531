package dev.tandem.coexistence.linking;

import dev.tandem.coexistence.LinkNews;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a linking. Each writes down what it reached; each but the exchange may be done again. Nothing here registers a
 * number or takes a registration away (R4). Thread-safe.
 */
public final class LinkingWork {

    private static final Logger LOG = LoggerFactory.getLogger(LinkingWork.class);

    private final LinkingStore store;
    private final MetaAccount meta;
    private final TokenKeeper tokens;
    private final NumberOwners owners;
    private final NumberDirectory numbers;
    private final LinkRules rules;
    private final LinkTimes times;
    private final TokenInUse token;
    private final Supplier<List<LinkNews>> news;
    private final Clock clock;

    /**
     * @param isAway whether a known number is disconnected or offboarded
     * @param news who is told of a number that was linked
     */
    public LinkingWork(
            LinkingStore store,
            MetaAccount meta,
            TokenKeeper tokens,
            NumberOwners owners,
            NumberDirectory numbers,
            LinkRules rules,
            Predicate<BusinessNumber> isAway,
            Supplier<List<LinkNews>> news,
            Clock clock) {
        this.store = store;
        this.meta = meta;
        this.tokens = tokens;
        this.owners = owners;
        this.numbers = numbers;
        this.rules = rules;
        this.times = new LinkTimes(numbers, isAway);
        this.token = new TokenInUse(tokens, owners, numbers);
        this.news = news;
        this.clock = clock;
    }

    /**
     * Does the step that a linking stands at.
     *
     * @param code null when it is not known any more
     * @return the linking as it was written down, empty when somebody else was faster
     */
    Optional<Linking> next(Linking linking, @Nullable Secret code) throws LinkTroubleException {
        return switch (linking.step()) {
            case EXCHANGE -> exchange(linking, code);
            case FIND -> find(linking);
            case READ -> read(linking);
            case SUBSCRIBE -> subscribe(linking);
            case TELL -> tell(linking);
            case LINKED, FAILED -> Optional.of(linking);
        };
    }

    private Optional<Linking> exchange(Linking linking, @Nullable Secret code) throws LinkTroubleException {
        if (code == null) {
            throw LinkTroubleException.last(
                    Reason.CODE_REFUSED,
                    "The engine stopped while the code was exchanged, and a code works once. "
                            + Reason.CODE_REFUSED.advice());
        }
        Instant askedAt = clock.instant();
        IssuedToken issued = meta.exchange(code);
        KeptToken kept = new KeptToken(
                tokens.keep(issued.token(), linking.wabaId()),
                issued.livesFor() == null ? null : askedAt.plus(issued.livesFor()));
        return written(linking, linking.withToken(kept, clock.instant()));
    }

    private Optional<Linking> find(Linking linking) throws LinkTroubleException {
        List<MetaNumber> all = token.ask(linking, with -> meta.numbers(linking.wabaId(), with));
        List<MetaNumber> onPhones = all.stream()
                .filter(number -> !Boolean.FALSE.equals(number.onBizApp()))
                .toList();
        List<MetaNumber> fresh = onPhones.stream().filter(times::isFresh).toList();
        if (fresh.size() == 1) {
            return written(linking, linking.withNumber(fresh.get(0).id(), clock.instant()));
        }
        if (fresh.size() > 1) {
            throw LinkTroubleException.passing(
                    Reason.INVALID_REQUEST,
                    "The account has several numbers: "
                            + fresh.stream()
                                    .map(number -> number.id() + " (+" + number.digits() + ")")
                                    .collect(Collectors.joining(", "))
                            + ". Say which one with POST /api/v1/linking/" + linking.id()
                            + "/retry {\"phoneNumberId\": \"…\"}.");
        }
        if (!onPhones.isEmpty()) {
            throw LinkTroubleException.last(
                    Reason.ALREADY_LINKED,
                    "Every number of the account " + linking.wabaId() + " is here. " + Reason.ALREADY_LINKED.advice());
        }
        if (!all.isEmpty()) {
            throw LinkTroubleException.last(
                    Reason.NUMBER_NOT_IN_APP,
                    "No number of the account " + linking.wabaId() + " is on a phone. "
                            + Reason.NUMBER_NOT_IN_APP.advice());
        }
        throw LinkTroubleException.passing(
                Reason.NOT_FOUND,
                "Meta lists no number under the account " + linking.wabaId()
                        + " yet. It may take a moment; should it stay so, look at the account in Meta's Business Manager.");
    }

    private Optional<Linking> read(Linking linking) throws LinkTroubleException {
        MetaNumber found = checked(linking);
        Instant linkedAt = times.of(linking, found);
        Instant now = clock.instant();
        Optional<BusinessNumber> ofFile = numbers.find(found.id()).filter(known -> owners.isOfFile(found.id()));
        if (ofFile.isPresent()) {
            BusinessNumber known = ofFile.get();
            return written(linking, linking.readAs(known.alias(), known.displayPhoneNumber(), linkedAt, now));
        }
        LinkedNumber number = number(linking, found, linkedAt);
        return written(linking, linking.readAs(number.alias(), number.displayPhoneNumber(), linkedAt, now));
    }

    private Optional<Linking> subscribe(Linking linking) throws LinkTroubleException {
        Set<String> missing = meta.missingFields();
        if (!missing.isEmpty()) {
            throw LinkTroubleException.passing(
                    Reason.APP_NOT_SUBSCRIBED,
                    "Missing: " + String.join(", ", new TreeSet<>(missing)) + ". "
                            + Reason.APP_NOT_SUBSCRIBED.advice());
        }
        MetaNumber found = checked(linking);
        Instant linkedAt = times.of(linking, found);
        return owners.isOfFile(found.id())
                ? subscribedAgain(linking, found.id(), linkedAt)
                : taken(linking, number(linking, found, linkedAt));
    }

    private Optional<Linking> taken(Linking linking, LinkedNumber number) throws LinkTroubleException {
        subscribeApp(linking);
        boolean isNew = owners.ofDatabase(number.phoneNumberId()).isEmpty();
        Linking taken = linking.taken(number.linkedAt(), isNew, clock.instant());
        if (!store.take(linking, taken, number)) {
            return Optional.empty();
        }
        // Webhooks may come from now on.
        owners.refresh();
        return Optional.of(taken);
    }

    /** Of a number of the file: its webhooks come again, whatever is the matter with its token there. */
    private Optional<Linking> subscribedAgain(Linking linking, String phoneNumberId, Instant linkedAt)
            throws LinkTroubleException {
        subscribeApp(linking);
        checkAccount(linking, phoneNumberId);
        token.prove(linking, with -> meta.number(phoneNumberId, with));
        LOG.info("{}: the number goes on with its token in config/numbers.yaml", linking);
        Linking taken = linking.taken(linkedAt, false, clock.instant());
        return store.relink(linking, taken, phoneNumberId, linkedAt) ? Optional.of(taken) : Optional.empty();
    }

    /** Templates, prices and every word about the account go by its id: with an old one in the file they would be somebody else's. */
    private void checkAccount(Linking linking, String phoneNumberId) throws LinkTroubleException {
        Optional<BusinessNumber> stale =
                numbers.find(phoneNumberId).filter(known -> !known.wabaId().equals(linking.wabaId()));
        if (stale.isPresent()) {
            throw LinkTroubleException.passing(
                    Reason.WRONG_STATE,
                    "It was linked under the account " + linking.wabaId() + ", and config/numbers.yaml says wabaId "
                            + stale.get().wabaId() + " of " + stale.get() + ": write " + linking.wabaId()
                            + " there and start the engine anew, then it goes on by itself.");
        }
    }

    private void subscribeApp(Linking linking) throws LinkTroubleException {
        token.ask(linking, with -> {
            meta.subscribe(linking.wabaId(), with);
            return with;
        });
    }

    private MetaNumber checked(Linking linking) throws LinkTroubleException {
        String id = String.valueOf(linking.phoneNumberId());
        MetaNumber found = token.ask(linking, with -> meta.number(id, with));
        rules.check(found);
        return new MetaNumber(id, found.digits(), found.onBizApp(), found.platformType(), found.onboardedAt());
    }

    private LinkedNumber number(Linking linking, MetaNumber found, Instant linkedAt) throws LinkTroubleException {
        Optional<LinkedNumber> before = owners.ofDatabase(found.id());
        String alias =
                linking.alias().isEmpty() ? before.map(LinkedNumber::alias).orElse("") : linking.alias();
        if (found.digits().isEmpty()) {
            throw LinkTroubleException.passing(
                    Reason.CLOUD_API, "Meta does not say which phone number " + found.id() + " is.");
        }
        if (alias.isEmpty()) {
            throw LinkTroubleException.passing(
                    Reason.INVALID_REQUEST,
                    "The number has no name yet: POST /api/v1/linking/" + linking.id() + "/retry {\"alias\": \"…\"}.");
        }
        for (String name : List.of(alias, found.digits())) {
            Optional<BusinessNumber> namesake =
                    numbers.find(name).filter(other -> !other.phoneNumberId().equals(found.id()));
            if (namesake.isPresent()) {
                throw LinkTroubleException.passing(
                        Reason.ALREADY_LINKED,
                        "The number " + namesake.get() + " is called '" + name
                                + "', too. Give another name with POST /api/v1/linking/" + linking.id()
                                + "/retry {\"alias\": \"…\"}, or DELETE the other number first.");
            }
        }
        NumberSettings settings = linking.settings() != null
                ? linking.settings()
                : before.map(LinkedNumber::settings).orElse(NumberSettings.STANDARD);
        return new LinkedNumber(
                found.id(),
                alias,
                found.digits(),
                linking.wabaId(),
                Objects.requireNonNull(linking.token()),
                linkedAt,
                settings);
    }

    private Optional<Linking> tell(Linking linking) throws LinkTroubleException {
        owners.refresh();
        String id = String.valueOf(linking.phoneNumberId());
        if (!owners.isOwned(id)) {
            throw LinkTroubleException.last(
                    Reason.CANCELLED, "The number was taken out before everybody knew that it is linked.");
        }
        BusinessNumber number = numbers.find(id)
                .orElseThrow(() -> LinkTroubleException.passing(
                        Reason.INTERNAL_FAULT, "The number is in the database, but cannot be used; the log says why."));
        for (LinkNews listener : news.get()) {
            try {
                listener.linked(number);
            } catch (RuntimeException e) {
                LOG.error("What follows the linking of {} failed; it is tried again", number, e);
                throw LinkTroubleException.passing(
                        Reason.INTERNAL_FAULT,
                        "The number is linked, but what follows failed: " + e.getMessage() + ". It is tried again.");
            }
        }
        return written(linking, linking.at(LinkingStep.LINKED, clock.instant()));
    }

    private Optional<Linking> written(Linking before, Linking after) {
        return store.replace(before, after) ? Optional.of(after) : Optional.empty();
    }
}
