package dev.tandem.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class DatabaseStepsTest {

    private final AtomicInteger questions = new AtomicInteger();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final DatabaseSteps database = new DatabaseSteps(() -> questions.incrementAndGet() == 3);

    @Test
    void whatComesForTheFirstTimePassesUnasked() throws Exception {
        database.await(false, exchange);
        database.await(null, exchange);
        assertThat(questions).hasValue(0);
    }

    @Test
    void whatComesAgainWaitsUntilTheDatabaseAnswers() throws Exception {
        database.await(true, exchange);
        assertThat(questions).hasValue(3);
    }
}
