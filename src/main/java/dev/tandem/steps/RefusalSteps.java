package dev.tandem.steps;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.springframework.stereotype.Component;

/** Turns a refusal into the answer. Thread-safe. */
@Component("refusal")
public class RefusalSteps {

    /** Answers with problem+json. */
    public void answer(@ExchangeException RefusedException refused, Exchange exchange) {
        Problems.answer(exchange, refused.status(), refused.reason(), String.valueOf(refused.getMessage()));
    }
}
