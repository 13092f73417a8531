package dev.tandem.config;

import dev.tandem.broker.GroupedWebhookQueue;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.core.JmsTemplate;

/** Wires the queue of the webhooks. */
@Configuration(proxyBeanMethods = false)
class WebhookQueueConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    GroupedWebhookQueue webhookGroups(JmsPoolConnectionFactory connectionFactory) {
        JmsTemplate transacted = new JmsTemplate(connectionFactory);
        transacted.setSessionTransacted(true);
        return new GroupedWebhookQueue(transacted);
    }
}
