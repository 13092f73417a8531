package dev.tandem.steps;

import java.security.Principal;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Who calls over HTTP.
 *
 * @param name the API key's name
 * @param numbers the numbers ({@code phone_number_id}) that the key may use, null for all
 */
public record Caller(String name, @Nullable Set<String> numbers) {

    /** The name of the servlet request's attribute that holds the caller. */
    public static final String ATTRIBUTE = Caller.class.getName();

    /** The caller of a route that serves HTTP. */
    static Caller of(Exchange exchange) {
        Object caller = exchange.getMessage() instanceof PlatformHttpMessage message && message.getRequest() != null
                ? message.getRequest().getAttribute(ATTRIBUTE)
                : null;
        return caller instanceof Caller known ? known : new Caller("anonymous", Set.of());
    }

    boolean mayUse(String phoneNumberId) {
        return numbers == null || numbers.contains(phoneNumberId);
    }

    /** For Spring Security, which wants a principal. */
    public Principal asPrincipal() {
        return () -> name;
    }
}
