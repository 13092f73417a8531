package dev.tandem.config;

import dev.tandem.cloudapi.ComponentReader;
import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphReadReceipts;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.Cause;
import dev.tandem.operation.PersonalData;
import dev.tandem.send.Aftermath;
import dev.tandem.send.NumberRefusals;
import dev.tandem.send.RequestSchema;
import dev.tandem.store.JdbcAutomations;
import dev.tandem.store.JdbcCrmNames;
import dev.tandem.store.JdbcReceivedMessages;
import dev.tandem.store.PersonalAutomation;
import dev.tandem.template.TemplateCatalogue;
import dev.tandem.template.TemplateCheck;
import dev.tandem.template.TemplateDesk;
import dev.tandem.template.TemplatePreviews;
import dev.tandem.webhook.Automations;
import dev.tandem.webhook.CrmNames;
import dev.tandem.webhook.ReadDesk;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What a human at a desk does: takes a conversation over, reads it, and looks at a template before it goes out. */
@Configuration(proxyBeanMethods = false)
class DeskConfiguration {

    @Bean
    CrmNames crmNames(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcCrmNames(jdbc, transaction);
    }

    @Bean
    Automations automations(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcAutomations(jdbc, transaction);
    }

    @Bean
    @Order(8)
    PersonalData personalAutomation(JdbcTemplate jdbc) {
        return new PersonalAutomation(jdbc);
    }

    @Bean
    ReadDesk readDesk(JdbcTemplate jdbc, GraphClient graph, AnswerRule rule, Aftermath aftermath, Clock clock) {
        ReadDesk.Receipts meta = new GraphReadReceipts(graph);
        NumberRefusals refusals = new NumberRefusals(rule.table(), aftermath);
        ReadDesk.Receipts receipts = (number, messageId, typing) -> {
            Optional<Cause> refused = meta.markRead(number, messageId, typing);
            refused.ifPresent(cause -> refusals.told(number, cause));
            return refused;
        };
        return new ReadDesk(new JdbcReceivedMessages(jdbc), receipts, clock);
    }

    @Bean
    TemplatePreviews templatePreviews(TemplateDesk desk, TemplateCatalogue catalogue, Clock clock) {
        ComponentReader fills = new ComponentReader();
        return new TemplatePreviews(new TemplateCheck(desk, catalogue, fills), desk, fills, clock);
    }

    @Bean
    RequestSchema previewSchema(TandemProperties properties) {
        return new RequestSchema(properties.schemaDir().resolve("send-request.schema.json"));
    }
}
