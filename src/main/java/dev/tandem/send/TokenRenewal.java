package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes new access tokens into use without a restart. A number that Meta's answer paused goes on with its new token; should
 * Meta refuse that as well, it is paused again. A pause by a person is not touched. Thread-safe.
 */
public final class TokenRenewal {

    private static final Logger LOG = LoggerFactory.getLogger(TokenRenewal.class);

    private final Supplier<Map<String, String>> tokens;
    private final NumberDirectory numbers;
    private final NumberStates states;
    private final Aftermath aftermath;

    /** @param tokens the tokens as they are configured now, by {@code phone_number_id}; cheap when nothing changed */
    public TokenRenewal(
            Supplier<Map<String, String>> tokens, NumberDirectory numbers, NumberStates states, Aftermath aftermath) {
        this.tokens = tokens;
        this.numbers = numbers;
        this.states = states;
        this.aftermath = aftermath;
    }

    /** Looks for new tokens. */
    public void look() {
        Map<String, String> configured = tokens.get();
        for (BusinessNumber number : numbers.all()) {
            String token = configured.getOrDefault(number.phoneNumberId(), number.accessToken());
            if (!token.isBlank() && !token.equals(number.accessToken())) {
                numbers.renew(number.phoneNumberId(), token);
                LOG.info("The number {} has a new access token", number);
                goOn(number);
            }
        }
    }

    private void goOn(BusinessNumber number) {
        if (states.pauses(number).stream().allMatch(NumberStates.Pause::byMeta)) {
            aftermath.resume(number);
        }
    }
}
