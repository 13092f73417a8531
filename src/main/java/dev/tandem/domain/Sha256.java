package dev.tandem.domain;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checksums as Meta writes them: webhooks in Base64, look-ups in hex. Pure. */
public final class Sha256 {

    private static final int BYTES = 32;

    private Sha256() {}

    /** The checksum in lower-case hex; empty when it is none, so that nothing can be compared with it. */
    public static Optional<String> hex(@Nullable String written) {
        if (written == null) {
            return Optional.empty();
        }
        String bare = written.strip();
        if (bare.matches("[0-9A-Fa-f]{64}")) {
            return Optional.of(bare.toLowerCase(Locale.ROOT));
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(bare.replace('-', '+').replace('_', '/'));
            return bytes.length == BYTES ? Optional.of(HexFormat.of().formatHex(bytes)) : Optional.empty();
        } catch (IllegalArgumentException noChecksum) {
            return Optional.empty();
        }
    }
}
