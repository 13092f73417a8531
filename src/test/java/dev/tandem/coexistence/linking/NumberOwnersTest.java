package dev.tandem.coexistence.linking;

import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.coexistence.linking.LinkingHouse.GRAPH;
import static dev.tandem.coexistence.linking.LinkingHouse.NOW;
import static dev.tandem.coexistence.linking.LinkingHouse.berlin;
import static dev.tandem.coexistence.linking.LinkingHouse.byCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** File and database, and who owns what. */
class NumberOwnersTest {

    private static byte[] key(int filling) {
        byte[] key = new byte[TokenSeal.KEY_BYTES];
        java.util.Arrays.fill(key, (byte) filling);
        return key;
    }

    private static TokenKeeper keeper(@Nullable TokenSeal seal) {
        return new TokenKeeper(seal, reference -> {
            throw new IllegalArgumentException(reference);
        });
    }

    @Test
    void aNumberInBothIsAMistakeAtTheStart() throws LinkTroubleException {
        LinkingHouse house = new LinkingHouse();
        house.meta.with(berlin());
        house.desk.link(byCode("AQ1", "berlin"));
        BusinessNumber inFile = house.numbers.find("berlin").orElseThrow();
        assertThatThrownBy(() -> NumberOwners.all(List.of(inFile), house.store, house.tokens, GRAPH))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("config/numbers.yaml")
                .hasMessageContaining("DELETE /api/v1/numbers/" + inFile.phoneNumberId());
    }

    @Test
    void theLaterLinkingWins() {
        FakeLinkings store = new FakeLinkings();
        TokenKeeper tokens = keeper(new TokenSeal(key(1), List.of()));
        store.relinked.put(SHOP.phoneNumberId(), NOW);
        assertThat(NumberOwners.all(List.of(SHOP), store, tokens, GRAPH)).containsExactly(SHOP.withLinkedAt(NOW));
        BusinessNumber later = SHOP.withLinkedAt(NOW.plusSeconds(1));
        assertThat(NumberOwners.all(List.of(later), store, tokens, GRAPH)).containsExactly(later);
    }

    @Test
    void aNewKeySealsEverythingAnew() throws LinkTroubleException {
        TokenSeal first = new TokenSeal(key(1), List.of());
        LinkingHouse house = new LinkingHouse(first);
        house.meta.with(berlin());
        house.desk.link(byCode("AQ1", "berlin"));
        LinkedNumber before = house.store.numbers().get(0);

        TokenKeeper both = keeper(new TokenSeal(key(2), List.of(key(1))));
        owners(house.store, both).renewSeals();
        LinkedNumber after = house.store.numbers().get(0);
        assertThat(after.token()).isNotEqualTo(before.token());
        TokenKeeper second = keeper(new TokenSeal(key(2), List.of()));
        assertThat(NumberOwners.all(List.of(), house.store, second, GRAPH)
                        .get(0)
                        .accessToken())
                .isEqualTo(FakeMeta.TOKEN);
        owners(house.store, second).renewSeals();
        assertThat(house.store.numbers().get(0)).as("only once").isEqualTo(after);
        assertThatThrownBy(() -> NumberOwners.all(List.of(), house.store, keeper(first), GRAPH))
                .hasMessageContaining("berlin")
                .hasMessageContaining("tandem.token.old-keys");
        assertThatThrownBy(() -> NumberOwners.all(List.of(), house.store, keeper(null), GRAPH))
                .hasMessageContaining("TANDEM_TOKEN_KEY");
    }

    private static NumberOwners owners(FakeLinkings store, TokenKeeper tokens) {
        return new NumberOwners(
                new NumberDirectory(List.of()), Set.of(), true, store, tokens, GRAPH, new NumberChanges() {
                    @Override
                    public void laneEnds(BusinessNumber number) {
                        throw new AssertionError("nothing changed");
                    }

                    @Override
                    public void tokenRenewed(BusinessNumber number) {
                        throw new AssertionError("nothing changed");
                    }
                });
    }
}
