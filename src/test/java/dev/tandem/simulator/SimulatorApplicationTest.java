package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The simulator beside another Spring application in one JVM. */
class SimulatorApplicationTest {
    @AfterEach
    void cleanUp() {
        System.clearProperty("server.port");
        System.clearProperty("spring.config.name");
        System.clearProperty("server.servlet.context-path");
    }

    @Test
    void nothingOfAnEnginesConfigurationReachesIt() {
        System.setProperty("server.port", "1");
        System.setProperty("server.servlet.context-path", "/engine");
        System.setProperty("spring.config.name", "application");
        try (ConfigurableApplicationContext one = SimulatorApplication.start("--tandem.simulator.port=0");
                ConfigurableApplicationContext other = SimulatorApplication.start("--tandem.simulator.port=0")) {
            assertThat(SimulatorApplication.baseUrl(one))
                    .startsWith("http://127.0.0.1:")
                    .isNotEqualTo(SimulatorApplication.baseUrl(other));
            assertThat(one.getEnvironment().getProperty("tandem.simulator.verify-token"))
                    .isEqualTo("simulator-verify-token");
        }
    }

    @Test
    void itNeedsNoAutoConfiguration() {
        try (ConfigurableApplicationContext context = SimulatorApplication.start("--tandem.simulator.port=0")) {
            assertThat(Arrays.stream(context.getBeanDefinitionNames())
                            .filter(name -> name.contains("AutoConfiguration") || name.contains("camel")))
                    .isEmpty();
        }
    }
}
