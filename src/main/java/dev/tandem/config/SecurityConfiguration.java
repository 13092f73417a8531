package dev.tandem.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.steps.Caller;
import dev.tandem.steps.Problems;
import dev.tandem.steps.RawBody;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who may call what: API keys as bearer tokens with roles; the webhook proves itself by its signature. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEARER = "Bearer ";

    @Bean
    ApiKeys apiKeys(TandemProperties properties, NumberDirectory numbers) {
        String bootstrap = properties.api().bootstrapKey();
        if (bootstrap == null && properties.api().keys().isEmpty()) {
            bootstrap = new GeneratedSecrets(properties.dataDir()).secret("api-key");
        }
        return new ApiKeys(properties.api().keys(), bootstrap, numbers);
    }

    /** No user names and passwords: without this bean one would be made up and printed. */
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new org.springframework.security.core.userdetails.UsernameNotFoundException(name);
        };
    }

    /** Meta has no key: what it sends is let in by its signature, in the route. So nothing stands before it that takes time. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain webhooks(HttpSecurity http) throws Exception {
        return http.securityMatcher("/webhook", "/webhook/**")
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .exceptionHandling(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, ApiKeys keys) throws Exception {
        return http.headers(headers -> headers.addObjectPostProcessor(new EarlyHeaders()))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BearerFilter(keys), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(rules -> rules
                        // Camel answers asynchronously: the request was let in when it came.
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/actuator/health/**", "/error")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/**", "/actuator/**")
                        .hasAuthority("read")
                        .requestMatchers(
                                HttpMethod.POST, "/api/v1/sends", "/api/v1/sends/batch", "/api/v1/numbers/*/media")
                        .hasAuthority("send")
                        .requestMatchers(HttpMethod.DELETE, "/api/v1/sends/*")
                        .hasAuthority("send")
                        // Whoever answers people takes conversations over and reads them.
                        .requestMatchers(HttpMethod.PUT, "/api/v1/numbers/*/conversations/*/automation")
                        .hasAuthority("send")
                        // A CRM that sends to people knows what they are called.
                        .requestMatchers("/api/v1/numbers/*/conversations/*/name")
                        .hasAuthority("send")
                        .requestMatchers(HttpMethod.POST, "/api/v1/numbers/*/messages/*/read")
                        .hasAuthority("send")
                        .requestMatchers(HttpMethod.POST, "/api/v1/numbers/*/templates/preview")
                        .hasAuthority("read")
                        .requestMatchers("/api/v1/**")
                        .hasAuthority("operate")
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, e) -> problem(
                                response,
                                401,
                                "Send your API key as 'Authorization: Bearer <key>'. The first one is in the file"
                                        + " api-key of the data directory."))
                        .accessDeniedHandler((request, response, e) ->
                                problem(response, 403, "This API key has not the role that this call needs.")))
                .build();
    }

    /**
     * Headers are written when a request comes in. Camel answers on a thread of its own, and whoever wrote headers on the way
     * out would write into the same answer at the same time: now and then one of them broke the connection.
     */
    private static final class EarlyHeaders implements ObjectPostProcessor<HeaderWriterFilter> {

        @Override
        public <O extends HeaderWriterFilter> O postProcess(O filter) {
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
        }
    }

    private static void problem(HttpServletResponse response, int status, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        byte[] body = JSON.writeValueAsBytes(Problems.body(status, Reason.NOT_ALLOWED, detail));
        response.getOutputStream().write(body);
    }

    /** Recognises the key of a call and remembers its caller for the routes. */
    private static final class BearerFilter extends OncePerRequestFilter {

        private final ApiKeys keys;

        private BearerFilter(ApiKeys keys) {
            this.keys = keys;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String header = request.getHeader("Authorization");
            if (header != null && header.startsWith(BEARER)) {
                keys.find(header.substring(BEARER.length()).strip()).ifPresent(known -> {
                    request.setAttribute(Caller.ATTRIBUTE, known.caller());
                    SecurityContextHolder.getContext()
                            .setAuthentication(new UsernamePasswordAuthenticationToken(
                                    known.caller().asPrincipal(),
                                    null,
                                    AuthorityUtils.createAuthorityList(known.roles())));
                });
            }
            chain.doFilter(request, response);
        }
    }

    /**
     * Bodies of the API and of webhooks are bytes, whatever a client calls them: curl's default is a form, and a container
     * that reads a form eats the body.
     */
    @Bean
    FilterRegistrationBean<OncePerRequestFilter> bodiesAreBytes() {
        FilterRegistrationBean<OncePerRequestFilter> registration =
                new FilterRegistrationBean<>(new OncePerRequestFilter() {
                    @Override
                    protected void doFilterInternal(
                            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                            throws ServletException, IOException {
                        request.setAttribute(RawBody.CONTENT_TYPE, request.getContentType());
                        chain.doFilter(new AsBytes(request), response);
                    }
                });
        registration.addUrlPatterns("/api/v1/*", "/webhook/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static final class AsBytes extends HttpServletRequestWrapper {

        private @Nullable BoundedBody body;

        private AsBytes(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (!getServletPath().startsWith("/webhook")) {
                return super.getInputStream();
            }
            BoundedBody known = body != null ? body : new BoundedBody(super.getInputStream());
            body = known;
            return known;
        }

        @Override
        public String getContentType() {
            return "application/octet-stream";
        }

        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getHeader(String name) {
            return "Content-Type".equalsIgnoreCase(name) ? getContentType() : super.getHeader(name);
        }
    }
}
