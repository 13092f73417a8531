package dev.tandem;

import dev.tandem.simulator.SimulatorApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/** Starts the simulator beside the engine when {@code tandem.simulator.enabled} says so, and stops it with the engine. */
final class SimulatorBeside implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext engine) {
        Environment environment = engine.getEnvironment();
        if (!environment.getProperty("tandem.simulator.enabled", Boolean.class, false)) {
            return;
        }
        ConfigurableApplicationContext simulator = SimulatorApplication.start(
                "--tandem.simulator.port=" + environment.getProperty("tandem.simulator.port", "8090"),
                "--tandem.simulator.webhook-url=http://127.0.0.1:" + environment.getProperty("server.port", "8080")
                        + "/webhook",
                "--tandem.simulator.tidy=true");
        engine.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == engine) {
                simulator.close();
            }
        });
    }
}
