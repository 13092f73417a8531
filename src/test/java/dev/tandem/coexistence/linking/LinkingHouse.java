package dev.tandem.coexistence.linking;

import dev.tandem.FakeAlerts;
import dev.tandem.TestNumbers;
import dev.tandem.coexistence.LinkNews;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A desk with everything around it; {@link #restart} is a new engine on the same database. */
final class LinkingHouse {

    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final String GRAPH = "http://127.0.0.1/v25.0";
    static final String BERLIN = "400000000000009";
    static final String WABA = "900000000000009";

    final FakeLinkings store = new FakeLinkings();
    final FakeMeta meta = new FakeMeta();
    final FakeAlerts alerts = new FakeAlerts();
    final MovableClock clock = new MovableClock(Clock.fixed(NOW, ZoneOffset.UTC));
    final List<BusinessNumber> told = new ArrayList<>();
    final List<BusinessNumber> gone = new ArrayList<>();
    final List<BusinessNumber> renewed = new ArrayList<>();

    /** The ids of the numbers that are disconnected or offboarded. */
    final Set<String> away = new HashSet<>();

    /** What {@code numbers.yaml} says at the next {@link #restart}. */
    final List<BusinessNumber> ofFile;

    /** Whether it says anything of numbers. */
    boolean isFileKnown = true;

    final TokenKeeper tokens;
    LinkRules rules = new LinkRules("1", "2", "v25.0", Set.of("NG"), false);
    NumberDirectory numbers;
    NumberOwners owners;
    LinkingDesk desk;
    TokenDesk renewals;

    /** Told first of a number that was linked. */
    LinkNews first = number -> {};

    LinkingHouse(BusinessNumber... ofFile) {
        this(new TokenSeal(new byte[TokenSeal.KEY_BYTES], List.of()), ofFile);
    }

    LinkingHouse(@Nullable TokenSeal seal, BusinessNumber... ofFile) {
        this.ofFile = new ArrayList<>(List.of(ofFile));
        tokens = new TokenKeeper(seal, reference -> {
            if (reference.equals("env:BERLIN")) {
                return new Secret(FakeMeta.TOKEN);
            }
            throw new IllegalArgumentException("Nothing lies at " + reference + ": put the token there.");
        });
        restart();
    }

    void restart() {
        store.diesAt = -1;
        numbers = new NumberDirectory(NumberOwners.all(ofFile, store, tokens, GRAPH));
        Set<String> ids = ofFile.stream().map(BusinessNumber::phoneNumberId).collect(Collectors.toSet());
        owners = new NumberOwners(numbers, ids, isFileKnown, store, tokens, GRAPH, new Changes());
        owners.renewSeals();
        LinkingWork work = new LinkingWork(
                store,
                meta,
                tokens,
                owners,
                numbers,
                rules,
                number -> away.contains(number.phoneNumberId()),
                () -> List.of(number -> first.linked(number), told::add),
                clock);
        desk = new LinkingDesk(store, work, tokens, owners, numbers, alerts, clock);
        renewals = new TokenDesk(store, meta, tokens, owners);
    }

    private final class Changes implements NumberChanges {
        @Override
        public void laneEnds(BusinessNumber number) {
            gone.add(number);
        }

        @Override
        public void tokenRenewed(BusinessNumber number) {
            renewed.add(number);
        }
    }

    static MetaNumber onPhone(String id, String digits, @Nullable Instant onboardedAt) {
        return new MetaNumber(id, digits, true, "CLOUD_API", onboardedAt);
    }

    static MetaNumber berlin() {
        return onPhone(BERLIN, "4915277000009", NOW.minus(Duration.ofSeconds(10)));
    }

    static LinkWish byCode(String code, String alias) {
        return new LinkWish(new Secret(code), null, null, null, WABA, null, alias, null, null, "ada");
    }

    static LinkWish byToken(@Nullable Instant linkedAt) {
        return new LinkWish(
                null, new Secret(FakeMeta.TOKEN), null, null, WABA, BERLIN, "berlin", linkedAt, null, "ada");
    }

    static LinkWish again(@Nullable Instant linkedAt) {
        String shop = TestNumbers.SHOP.phoneNumberId();
        return new LinkWish(null, null, null, null, null, shop, null, linkedAt, null, "ada");
    }

    /** A code of the dialog for the shop, whose number stands in the file. */
    static LinkWish againByCode(String code) {
        String shop = TestNumbers.SHOP.phoneNumberId();
        return new LinkWish(new Secret(code), null, null, null, null, shop, null, null, null, "ada");
    }

    /** The shop as Meta shows it after it was linked again. */
    static MetaNumber shopAgain() {
        return onPhone(TestNumbers.SHOP.phoneNumberId(), TestNumbers.SHOP.displayPhoneNumber(), NOW);
    }
}
