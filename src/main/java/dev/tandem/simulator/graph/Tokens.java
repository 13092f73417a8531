package dev.tandem.simulator.graph;

import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.SimulatedNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The check of the access token. */
final class Tokens {
    private static final String PREFIX = "Bearer ";

    private Tokens() {}

    /**
     * Refuses with 190 unless the header carries this number's token; the words repeat the wrong one, as Meta's may.
     *
     * @param authorization the Authorization header
     */
    static void check(SimulatedNumber number, @Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(PREFIX)) {
            throw new MetaException(MetaError.TOKEN, "the header 'Authorization: Bearer <token>' is missing");
        }
        byte[] given = authorization.substring(PREFIX.length()).strip().getBytes(StandardCharsets.UTF_8);
        byte[] wanted = number.profile().token().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, wanted)) {
            throw new MetaException(
                    MetaError.TOKEN,
                    "the token is wrong or expired for number " + number.phoneNumberId() + ": "
                            + authorization.substring(PREFIX.length()));
        }
    }
}
