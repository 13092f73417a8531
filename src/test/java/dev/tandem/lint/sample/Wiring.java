package dev.tandem.lint.sample;

import org.apache.camel.component.log.LogComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes beans by methods, a component under a name of its own among them. */
@Configuration
public class Wiring {

    @Bean("crm")
    LogComponent crmComponent() {
        return new LogComponent();
    }

    @Bean
    Window secondWindow() {
        return new Window();
    }
}
