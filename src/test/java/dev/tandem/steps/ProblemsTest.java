package dev.tandem.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Reason;
import dev.tandem.send.Problem;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private JsonNode body() throws Exception {
        return new ObjectMapper().readTree(exchange.getMessage().getBody(String.class));
    }

    @Test
    void aProblemNamesItsReasonAndLeaksNoHeader() throws Exception {
        exchange.getMessage().setHeader("Authorization", "Bearer secret");
        Problems.answer(exchange, 404, Reason.NOT_FOUND, "There is no send '0ABC'.");
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE, Exchange.CONTENT_TYPE)
                .containsEntry(Exchange.HTTP_RESPONSE_CODE, 404)
                .containsEntry(Exchange.CONTENT_TYPE, "application/problem+json");
        assertThat(body().path("reason").asText()).isEqualTo("not_found");
        assertThat(body().path("status").asInt()).isEqualTo(404);
        assertThat(body().path("detail").asText()).isEqualTo("There is no send '0ABC'.");
        assertThat(body().path("title").asText()).isEqualTo(Reason.NOT_FOUND.advice());
    }

    @Test
    void everythingThatIsWrongIsListed() throws Exception {
        Problems.answer(
                exchange,
                422,
                List.of(
                        Problem.at("to", Reason.INVALID_RECIPIENT, "no country code"),
                        Problem.at("from", Reason.UNKNOWN_NUMBER, "nobody")));
        assertThat(body().path("reason").asText()).isEqualTo("invalid_recipient");
        assertThat(body().path("errors")).isEqualTo(new ObjectMapper().readTree("""
                        [{"field":"to","reason":"invalid_recipient","detail":"no country code"},
                         {"field":"from","reason":"unknown_number","detail":"nobody"}]"""));
    }

    @Test
    void whatIsNotTheCallersFaultMayBeTriedAgain() throws Exception {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("jdbc:secret-url is away"));
        new Problems().ofException(exchange);
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo(5);
        assertThat(body().path("reason").asText()).isEqualTo("not_durable");
        assertThat(body().toString()).doesNotContain("secret");
    }

    @Test
    void aProblemOfTheCallerKeepsItsStatus() throws Exception {
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT, new ProblemException(413, Reason.BODY_TOO_LARGE, "5 MiB are too much"));
        new Problems().ofException(exchange);
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(413);
        assertThat(body().path("detail").asText()).isEqualTo("5 MiB are too much");
    }
}
