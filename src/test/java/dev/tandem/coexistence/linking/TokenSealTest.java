package dev.tandem.coexistence.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSealTest {

    private static final Secret TOKEN = new Secret("EAAG-a-token");
    private static final String WABA = "900000000000001";

    private final TokenSeal seal = new TokenSeal(key(1), List.of());

    private static byte[] key(int filling) {
        byte[] key = new byte[TokenSeal.KEY_BYTES];
        java.util.Arrays.fill(key, (byte) filling);
        return key;
    }

    @Test
    void itOpensWhatItSealed() {
        String sealed = seal.seal(TOKEN, WABA);
        assertThat(TokenSeal.isSeal(sealed)).isTrue();
        assertThat(sealed).doesNotContain(TOKEN.value());
        assertThat(seal.open(sealed, WABA)).isEqualTo(TOKEN);
        assertThat(seal.seal(TOKEN, WABA)).as("another nonce").isNotEqualTo(sealed);
    }

    @Test
    void nobodyElsesAndNothingChangedOpens() {
        String sealed = seal.seal(TOKEN, WABA);
        assertThatThrownBy(() -> seal.open(sealed, "900000000000002")).hasMessageContaining("another account");
        char last = sealed.charAt(20);
        String changed = sealed.substring(0, 20) + (last == 'A' ? 'B' : 'A') + sealed.substring(21);
        assertThatThrownBy(() -> seal.open(changed, WABA)).hasMessageContaining("was changed");
        assertThatThrownBy(() -> seal.open(sealed.substring(0, 14), WABA)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOldKeyOpensAndDoesNotSeal() {
        String old = seal.seal(TOKEN, WABA);
        TokenSeal rotated = new TokenSeal(key(2), List.of(key(1)));
        assertThat(rotated.open(old, WABA)).isEqualTo(TOKEN);
        assertThat(rotated.isCurrent(old)).isFalse();
        assertThat(rotated.isCurrent(rotated.seal(TOKEN, WABA))).isTrue();
        assertThatThrownBy(() -> new TokenSeal(key(2), List.of()).open(old, WABA))
                .hasMessageContaining("tandem.token.old-keys")
                .hasMessageNotContaining(TOKEN.value());
    }

    @Test
    void aKeyHasItsLength() {
        assertThatThrownBy(() -> new TokenSeal(new byte[16], List.of())).hasMessageContaining("32");
    }

    @Test
    void aSecretShowsNothing() {
        assertThat(TOKEN).hasToString("***");
        assertThat(TOKEN.fingerprint()).hasSize(64).doesNotContain("EAAG");
    }
}
