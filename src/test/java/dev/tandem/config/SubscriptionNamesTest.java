package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** A team queue with a name that no event ever reaches is a mistake at the start, not a silence later. */
class SubscriptionNamesTest {

    private final ApplicationContextRunner engine = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ConfigurationPropertiesAutoConfiguration.class, ValidationAutoConfiguration.class))
            .withUserConfiguration(Properties.class)
            .withPropertyValues(
                    "tandem.graph.base-url=http://127.0.0.1:8090",
                    "tandem.graph.version=v25.0",
                    "tandem.numbers[0].alias=shop",
                    "tandem.numbers[0].phone-number-id=100000000000001",
                    "tandem.numbers[0].display-phone-number=15550100001",
                    "tandem.numbers[0].waba-id=900000000000001",
                    "tandem.numbers[0].access-token=token",
                    "tandem.numbers[0].linked-at=2026-10-01T00:00:00Z");

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TandemProperties.class)
    static class Properties {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Consumer.crm.VirtualTopic.wa.messages",
                "Consumer.crm.wa.message",
                "Consumer..VirtualTopic.wa.message",
                "Consumer.a.b.VirtualTopic.wa.message",
                "Consumer.a*.VirtualTopic.wa.message",
                "consumer.crm.VirtualTopic.wa.message",
                "crm"
            })
    void aWrongNameIsSaid(String name) {
        engine.withPropertyValues("tandem.broker.subscriptions=" + name).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("must look like Consumer.<team>.VirtualTopic.wa.<channel>")
                .hasMessageContaining(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Consumer.crm.VirtualTopic.wa.message",
                "Consumer.Team_2-b.VirtualTopic.wa.echo,Consumer.crm.VirtualTopic.wa.result"
            })
    void aRightNameStarts(String names) {
        engine.withPropertyValues("tandem.broker.subscriptions=" + names)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
