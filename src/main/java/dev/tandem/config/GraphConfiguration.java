package dev.tandem.config;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP client of the lanes. */
@Configuration(proxyBeanMethods = false)
class GraphConfiguration {

    /**
     * One request is one message to a person: the client must never repeat it by itself, as it would after a 429 or 503,
     * nor follow a redirect with the token.
     */
    @Bean
    HttpClientConfigurer oneRequestOnly() {
        return builder -> builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
    }
}
