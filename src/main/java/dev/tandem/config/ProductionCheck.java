package dev.tandem.config;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** In profile {@code production} nothing simulated and nothing unprotected may start; all that is missing is said at once. */
@Configuration(proxyBeanMethods = false)
@Profile("production")
class ProductionCheck {

    /** Fails the start with everything that is wrong; the bean itself only proves that nothing is. */
    record Passed() {}

    @Bean
    Passed productionCheck(TandemProperties properties, WebhookProperties webhook, Environment environment) {
        List<String> wrong = new ArrayList<>();
        if (webhook.verifyToken().isEmpty()) {
            wrong.add("tandem.webhook.verify-token: set the token that Meta's handshake must carry");
        }
        if (webhook.appSecrets().isEmpty()) {
            wrong.add(
                    "tandem.webhook.app-secrets: set the secret of your Meta app; without it every webhook is refused");
        }
        if (properties.api().keys().isEmpty() && properties.api().bootstrapKey() == null) {
            wrong.add("tandem.api.keys: set at least one API key, or TANDEM_API_BOOTSTRAP_KEY to begin with");
        }
        if (environment.getProperty("tandem.simulator.enabled", Boolean.class, false)) {
            wrong.add("tandem.simulator.enabled: the simulator has no place in production; remove it");
        }
        if (isLocal(properties.graph().baseUrl())) {
            wrong.add(
                    "tandem.graph.base-url: " + properties.graph().baseUrl() + " is a simulator's address; remove it");
        }
        for (TandemProperties.Number number : properties.numbers()) {
            String own = number.graphBaseUrl();
            if (own != null && isLocal(own)) {
                wrong.add("tandem.numbers: '" + number.alias() + "' has the simulator's address " + own);
            }
            if (number.limits().toDomain().throughputPerSecond().isEmpty()) {
                wrong.add(
                        "tandem.numbers: '" + number.alias() + "' has no throughput limit; in production it needs one");
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                    "This configuration cannot go into production:\n  - " + String.join("\n  - ", wrong));
        }
        return new Passed();
    }

    private static boolean isLocal(String url) {
        return url.contains("//127.") || url.contains("//localhost") || url.contains("//[::1]");
    }
}
