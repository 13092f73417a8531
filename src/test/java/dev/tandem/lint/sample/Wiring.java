package dev.tandem.lint.sample;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes a bean by a method. */
@Configuration
public class Wiring {

    @Bean
    Window secondWindow() {
        return new Window();
    }
}
