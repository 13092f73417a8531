package dev.tandem.coexistence.linking;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who owns which number: {@code numbers.yaml}, or the database. Brings the directory in line with the database, at the start
 * and whenever it is asked to; other engines may have changed it. Thread-safe.
 */
public final class NumberOwners {

    private static final Logger LOG = LoggerFactory.getLogger(NumberOwners.class);

    private final NumberDirectory directory;
    private final Set<String> ofFile;
    private final boolean isFileKnown;
    private final LinkingStore store;
    private final TokenKeeper tokens;
    private final String graphUrl;
    private final NumberChanges changes;
    private volatile Map<String, LinkedNumber> ofDatabase;

    /**
     * @param directory as {@link #all} made it
     * @param ofFile the ids of the numbers of {@code numbers.yaml}
     * @param isFileKnown false when the configuration says nothing of numbers, as when the file is missing: then nobody knows
     *     which it had
     * @param graphUrl of the numbers that the database owns
     */
    public NumberOwners(
            NumberDirectory directory,
            Set<String> ofFile,
            boolean isFileKnown,
            LinkingStore store,
            TokenKeeper tokens,
            String graphUrl,
            NumberChanges changes) {
        this.directory = directory;
        this.ofFile = Set.copyOf(ofFile);
        this.isFileKnown = isFileKnown;
        this.store = store;
        this.tokens = tokens;
        this.graphUrl = graphUrl;
        this.changes = changes;
        this.ofDatabase = byId(store.numbers());
    }

    private static Map<String, LinkedNumber> byId(List<LinkedNumber> numbers) {
        return numbers.stream().collect(Collectors.toUnmodifiableMap(LinkedNumber::phoneNumberId, number -> number));
    }

    /**
     * All numbers at the start: those of the file, with the time at which they were linked again, and those of the database.
     *
     * @throws IllegalStateException when a number stands in both, or a token cannot be read; the text says what to do
     */
    public static List<BusinessNumber> all(
            List<BusinessNumber> file, LinkingStore store, TokenKeeper tokens, String graphUrl) {
        Map<String, Instant> again = store.relinked();
        List<BusinessNumber> all = new ArrayList<>();
        Map<String, BusinessNumber> known = new HashMap<>();
        for (BusinessNumber number : file) {
            Instant later = again.getOrDefault(number.phoneNumberId(), Instant.MIN);
            BusinessNumber latest = later.isAfter(number.linkedAt()) ? number.withLinkedAt(later) : number;
            all.add(latest);
            known.put(number.phoneNumberId(), number);
        }
        for (LinkedNumber number : store.numbers()) {
            BusinessNumber twin = known.get(number.phoneNumberId());
            if (twin != null) {
                throw new IllegalStateException("The number " + twin + " stands in config/numbers.yaml, and was linked"
                        + " through the API as '" + number.alias()
                        + "': take it out of the file, or start without it there"
                        + " and DELETE /api/v1/numbers/" + number.phoneNumberId() + ".");
            }
            all.add(opened(number, tokens, graphUrl));
        }
        return all;
    }

    private static BusinessNumber opened(LinkedNumber number, TokenKeeper tokens, String graphUrl) {
        try {
            return number.open(tokens, graphUrl);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IllegalStateException("The number " + number + " was linked by the API. " + e.getMessage(), e);
        }
    }

    /** Seals every token with the key in use. */
    public void renewSeals() {
        for (LinkedNumber number : store.numbers()) {
            tokens.renewed(number.token().text(), number.wabaId())
                    .ifPresent(seal ->
                            store.renew(number, number.withToken(number.token().sealedAs(seal))));
        }
    }

    /** Whether a number stands in {@code numbers.yaml}. */
    public boolean isOfFile(String phoneNumberId) {
        return ofFile.contains(phoneNumberId);
    }

    /** Whether a number stands in {@code numbers.yaml} or in the database, as it was at the last {@link #refresh}. */
    boolean isOwned(String phoneNumberId) {
        return isOfFile(phoneNumberId) || ofDatabase.containsKey(phoneNumberId);
    }

    /** Whether it is certain that nobody has a number, and no linking is about to bring it. Asks the database. */
    boolean isNobodys(String phoneNumberId) {
        return isFileKnown
                && !isOfFile(phoneNumberId)
                && store.named(phoneNumberId).isEmpty();
    }

    /** A number that the database owns. */
    public Optional<LinkedNumber> ofDatabase(String phoneNumberId) {
        return Optional.ofNullable(ofDatabase.get(phoneNumberId));
    }

    /** Takes over what the database says now. A token that cannot be read leaves its number as it is, with a line in the log. */
    public synchronized void refresh() {
        Map<String, LinkedNumber> now = byId(store.numbers());
        ofDatabase = now;
        Set<String> known = new HashSet<>();
        for (BusinessNumber number : directory.all()) {
            known.add(number.phoneNumberId());
            LinkedNumber row = now.get(number.phoneNumberId());
            if (row != null && !isOfFile(number.phoneNumberId())) {
                open(row).filter(changed -> !changed.equals(number)).ifPresent(changed -> change(number, changed));
            } else if (!isOfFile(number.phoneNumberId())) {
                directory.remove(number.phoneNumberId());
                changes.laneEnds(number);
                LOG.info("The number {} is gone", number);
            }
        }
        for (LinkedNumber row : now.values()) {
            if (!known.contains(row.phoneNumberId())) {
                open(row).ifPresent(this::add);
            }
        }
        store.relinked().forEach(this::relinkOfFile);
    }

    /**
     * Numbers that the directory may not know yet: what another engine linked just now, and what a linking is about to bring.
     * Asks the database.
     *
     * @param name a {@code phone_number_id}, a phone number in digits, or an account
     */
    public List<BusinessNumber> named(String name) {
        return store.named(name).stream()
                .filter(row -> !isOfFile(row.phoneNumberId()))
                .flatMap(row -> open(row).stream())
                .toList();
    }

    private Optional<BusinessNumber> open(LinkedNumber row) {
        try {
            return Optional.of(row.open(tokens, graphUrl));
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.warn("The number {} stays as it is: {}", row, e.getMessage());
            return Optional.empty();
        }
    }

    private void add(BusinessNumber number) {
        try {
            directory.add(number);
            LOG.info("The number {} is there: {}", number, number.limits().bindingInWords());
        } catch (IllegalArgumentException e) {
            LOG.error("A number that is in the database cannot be used: {}", e.getMessage());
        }
    }

    private void change(BusinessNumber before, BusinessNumber after) {
        directory.replace(after);
        if (!before.limits().equals(after.limits())) {
            changes.laneEnds(before);
        }
        if (!before.accessToken().equals(after.accessToken())) {
            LOG.info("The number {} has a new access token", after);
            changes.tokenRenewed(after);
        }
    }

    private void relinkOfFile(String phoneNumberId, Instant linkedAt) {
        directory
                .find(phoneNumberId)
                .filter(number -> isOfFile(phoneNumberId) && number.linkedAt().isBefore(linkedAt))
                .ifPresent(number -> directory.relink(phoneNumberId, linkedAt));
    }
}
