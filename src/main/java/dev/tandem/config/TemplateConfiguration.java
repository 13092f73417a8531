package dev.tandem.config;

import dev.tandem.cloudapi.ComponentReader;
import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphTemplates;
import dev.tandem.cloudapi.ManagementCalls;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.send.LaneCheck;
import dev.tandem.store.JdbcTemplateStates;
import dev.tandem.template.PausedSends;
import dev.tandem.template.TemplateCatalogue;
import dev.tandem.template.TemplateCheck;
import dev.tandem.template.TemplateDesk;
import dev.tandem.template.TemplateStates;
import dev.tandem.webhook.TemplateIntake;
import dev.tandem.webhook.TemplateNews;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What is known of templates, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TemplatesProperties.class)
class TemplateConfiguration {

    private static final int READERS = 4;

    @Bean
    TemplateStates templateStateStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcTemplateStates(jdbc, transaction);
    }

    @Bean
    TemplateCatalogue templateCatalogue(
            GraphClient graph, ManagementCalls calls, Alerts alerts, TemplatesProperties properties, Clock clock) {
        // Not a bean of its own: Spring Boot would take it for the executor of the web server's requests.
        ExecutorService threads = Executors.newFixedThreadPool(READERS, work -> {
            Thread thread = new Thread(work, "template-reader");
            thread.setDaemon(true);
            return thread;
        });
        return new TemplateCatalogue(new GraphTemplates(graph, calls), alerts, threads, properties.pace(), clock);
    }

    @Bean
    TemplateDesk templateDesk(
            TemplateCatalogue catalogue,
            TemplateStates states,
            PausedSends paused,
            NumberDirectory numbers,
            Clock clock) {
        return new TemplateDesk(catalogue, states, paused, numbers, clock);
    }

    @Bean
    TemplateIntake templateIntake(TemplateNews news) {
        return new TemplateIntake(news);
    }

    @Bean
    @Order(50)
    LaneCheck templateCheck(TemplateDesk desk, TemplateCatalogue catalogue) {
        return new TemplateCheck(desk, catalogue, new ComponentReader());
    }
}
