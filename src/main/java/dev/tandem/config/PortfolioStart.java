package dev.tandem.config;

import dev.tandem.cloudapi.GraphClient;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.PortfolioTier;
import dev.tandem.send.PortfolioBook;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Asks Meta once, beside the start, how many people the portfolio may write to (R70); later webhooks tell of changes. Until Meta
 * has answered nothing is held back: Meta is the judge.
 */
@Component
class PortfolioStart {

    private static final Logger LOG = LoggerFactory.getLogger(PortfolioStart.class);
    private static final String FIELD = "whatsapp_business_manager_messaging_limit";

    private final GraphClient graph;
    private final NumberDirectory numbers;
    private final PortfolioBook portfolio;

    PortfolioStart(GraphClient graph, NumberDirectory numbers, PortfolioBook portfolio) {
        this.graph = graph;
        this.numbers = numbers;
        this.portfolio = portfolio;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ask() {
        Thread thread = new Thread(this::askUntilTold, "portfolio-limit");
        thread.setDaemon(true);
        thread.start();
    }

    /** All numbers of a portfolio say the same, so the first that answers is enough. */
    private void askUntilTold() {
        for (BusinessNumber number : numbers.all()) {
            if (told(number)) {
                return;
            }
        }
    }

    private boolean told(BusinessNumber number) {
        try {
            String word = graph.get(number, "/" + number.phoneNumberId() + "?fields=" + FIELD)
                    .path(FIELD)
                    .asText();
            PortfolioTier.parse(word).ifPresent(portfolio::toldByMeta);
            return PortfolioTier.parse(word).isPresent();
        } catch (IOException e) {
            LOG.info("The portfolio's limit could not be read from {}: {}", number, e.getMessage());
            return false;
        }
    }
}
