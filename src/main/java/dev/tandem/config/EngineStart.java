package dev.tandem.config;

import dev.tandem.broker.EmbeddedBroker;
import dev.tandem.broker.PublicationDrain;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.send.Feeder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Opens the feeder when everything runs, and says where everything is. */
@Component
class EngineStart {

    private static final Logger LOG = LoggerFactory.getLogger(EngineStart.class);

    private final Feeder feeder;
    private final PublicationDrain drain;
    private final NumberDirectory numbers;
    private final TandemProperties properties;
    private final ObjectProvider<EmbeddedBroker> broker;
    private final ServletWebServerApplicationContext web;

    EngineStart(
            Feeder feeder,
            PublicationDrain drain,
            NumberDirectory numbers,
            TandemProperties properties,
            ObjectProvider<EmbeddedBroker> broker,
            ServletWebServerApplicationContext web) {
        this.feeder = feeder;
        this.drain = drain;
        this.numbers = numbers;
        this.properties = properties;
        this.broker = broker;
        this.web = web;
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() {
        drain.start();
        feeder.open();
        for (BusinessNumber number : numbers.all()) {
            LOG.info("Number {}: {}", number, number.limits().bindingInWords());
        }
        broker.ifAvailable(embedded -> embedded.listening().forEach(address -> LOG.info("JMS clients: {}", address)));
        LOG.info("Tandem is ready: http://127.0.0.1:{}", web.getWebServer().getPort());
        if (numbers.all().isEmpty()) {
            LOG.info("There is no number yet: put one into config/numbers.yaml, or link one, see GET /api/v1/linking");
        } else if (properties.graph().baseUrl().contains("127.0.0.1")) {
            LOG.info(ThreeThings.toTry(
                    properties,
                    web.getWebServer().getPort(),
                    numbers.all().get(0).alias()));
        }
    }
}
