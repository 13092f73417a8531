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

    private static final String TOKEN_OF_FILE =
            "The number's token stands in config/numbers.yaml: if that is the reason, write the new one there; it is taken into"
                    + " use within seconds, and the linking goes on by itself.";

    private final LinkingStore store;
    private final MetaAccount meta;
    private final TokenKeeper tokens;
    private final NumberOwners owners;
    private final NumberDirectory numbers;
    private final LinkRules rules;
    private final LinkTimes times;
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
        List<MetaNumber> all = asked(linking, token -> meta.numbers(linking.wabaId(), token));
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
        if (owners.isOfFile(found.id())) {
            BusinessNumber known = ofFile(found.id());
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
        if (linking.token() != null) {
            prove(phoneNumberId);
            LOG.info("{}: the token of its own is forgotten, the number goes on with the one in the file", linking);
        }
        Linking taken = linking.taken(linkedAt, false, clock.instant());
        return store.relink(linking, taken, phoneNumberId, linkedAt) ? Optional.of(taken) : Optional.empty();
    }

    private void subscribeApp(Linking linking) throws LinkTroubleException {
        asked(linking, token -> {
            meta.subscribe(linking.wabaId(), token);
            return linking;
        });
    }

    /** With the dialog's token all was well; what is sent from now on goes with the file's. */
    private void prove(String phoneNumberId) throws LinkTroubleException {
        try {
            meta.number(phoneNumberId, new Secret(ofFile(phoneNumberId).accessToken()));
        } catch (LinkTroubleException e) {
            throw e.advised(TOKEN_OF_FILE + " Or take the number out of the file and start the engine anew: then it is linked"
                    + " with this linking's token.");
        }
    }

    private MetaNumber checked(Linking linking) throws LinkTroubleException {
        String id = String.valueOf(linking.phoneNumberId());
        MetaNumber found = asked(linking, token -> meta.number(id, token));
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

    /** A question to Meta. */
    private interface Question<T> {
        T ask(Secret token) throws LinkTroubleException;
    }

    /** Asks with the token of the linking or, where it has none, with the one in the file. */
    private <T> T asked(Linking linking, Question<T> question) throws LinkTroubleException {
        KeptToken own = linking.token();
        Secret token = own == null
                ? new Secret(ofFile(String.valueOf(linking.phoneNumberId())).accessToken())
                : opened(own, linking.wabaId());
        try {
            return question.ask(token);
        } catch (LinkTroubleException e) {
            if (own == null) {
                throw e.advised(TOKEN_OF_FILE);
            }
            throw e.trouble().isTokenRefused() ? e.advised("Link the number anew.") : e;
        }
    }

    private BusinessNumber ofFile(String phoneNumberId) throws LinkTroubleException {
        return numbers.find(phoneNumberId)
                .filter(number -> owners.isOfFile(phoneNumberId))
                .orElseThrow(() -> LinkTroubleException.last(
                        Reason.UNKNOWN_NUMBER,
                        "The number does not stand in config/numbers.yaml any more. Link it with a code or a token."));
    }

    private Secret opened(KeptToken token, String wabaId) throws LinkTroubleException {
        try {
            return tokens.open(token.text(), wabaId);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw LinkTroubleException.passing(Reason.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Linking> written(Linking before, Linking after) {
        return store.replace(before, after) ? Optional.of(after) : Optional.empty();
    }
}
