package dev.tandem.steps;

import dev.tandem.domain.Reason;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** A name out of a URL's path: Camel hands it over as it stands there, with {@code %20} for a space. */
final class PathName {

    private PathName() {}

    /**
     * The name as it was meant; a plus stays a plus.
     *
     * @throws ProblemException 400 when the escapes are broken
     */
    static String of(String written) {
        try {
            return UriUtils.decode(written, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    400, Reason.INVALID_REQUEST, "'" + written + "' has a broken escape: write % as %25.");
        }
    }

    /** A name as it must stand in a URL's path. */
    static String write(String name) {
        return UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }
}
