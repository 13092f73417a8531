package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** What stands before a route: answers are written by other threads, so nothing may touch them on the way out. */
class SecurityChainsTest {

    private static final AnnotationConfigWebApplicationContext CONTEXT = new AnnotationConfigWebApplicationContext();

    @Configuration
    @EnableWebMvc
    @EnableWebSecurity
    @Import(SecurityConfiguration.class)
    static class Beans {

        @Bean
        ApiKeys apiKeys() {
            return new ApiKeys(List.of(), "the-key", TestNumbers.DIRECTORY);
        }
    }

    @BeforeAll
    static void start() {
        CONTEXT.setAllowBeanDefinitionOverriding(true);
        CONTEXT.setServletContext(new MockServletContext());
        CONTEXT.register(Beans.class);
        CONTEXT.refresh();
    }

    @AfterAll
    static void stop() {
        CONTEXT.close();
    }

    /** What the route finds in its answer when it is called, and the status when it is not called. */
    private static String headersAtTheRoute(String method, String path, String key) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(CONTEXT.getServletContext(), method, path);
        request.setServletPath(path);
        if (!key.isEmpty()) {
            request.addHeader("Authorization", "Bearer " + key);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        AtomicReference<String> found = new AtomicReference<>();
        CONTEXT.getBean("springSecurityFilterChain", Filter.class)
                .doFilter(request, response, (in, out) -> found.set(String.join(" ", response.getHeaderNames())));
        String before = found.get();
        if (before != null) {
            assertThat(String.join(" ", response.getHeaderNames())).isEqualTo(before);
        }
        return before == null ? String.valueOf(response.getStatus()) : before;
    }

    @Test
    void headersOfTheApiAreWrittenBeforeTheRouteAnswers() throws Exception {
        assertThat(headersAtTheRoute("GET", "/api/v1/numbers", "the-key")).contains("X-Content-Type-Options");
        assertThat(headersAtTheRoute("GET", "/actuator/health", "")).contains("X-Content-Type-Options");
    }

    @Test
    void nothingStandsBeforeAWebhook() throws Exception {
        assertThat(headersAtTheRoute("POST", "/webhook", "")).isEmpty();
        assertThat(headersAtTheRoute("GET", "/webhook", "")).isEmpty();
    }

    @Test
    void nobodyElseGetsInWithoutAKey() throws Exception {
        assertThat(headersAtTheRoute("GET", "/api/v1/numbers", "")).isEqualTo("401");
        assertThat(headersAtTheRoute("GET", "/api/v1/numbers", "a-wrong-key")).isEqualTo("401");
        assertThat(headersAtTheRoute("GET", "/actuator/prometheus", "")).isEqualTo("401");
        assertThat(headersAtTheRoute("GET", "/api/v1/webhooks", "")).isEqualTo("401");
    }
}
