package dev.tandem.simulator;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the simulator: a Spring application with its own server and its own configuration, {@code simulator.yaml}, so
 * that nothing an engine in the same JVM is configured with reaches it. Everything is wired by hand; there is no
 * auto-configuration.
 */
public final class SimulatorApplication {
    private static final Logger log = LoggerFactory.getLogger(SimulatorApplication.class);

    private SimulatorApplication() {}

    /**
     * Starts it and comes back when it is ready; closing the context stops it.
     *
     * @param args properties as {@code --tandem.simulator.port=0}, which win over environment and files
     */
    public static ConfigurableApplicationContext start(String... args) {
        List<String> arguments = new ArrayList<>(List.of(args));
        // As an argument and not as a default, because an engine's own setting must not rename our file.
        arguments.add("--spring.config.name=simulator");
        ConfigurableApplicationContext context = new SpringApplicationBuilder(SimulatorWiring.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(arguments.toArray(String[]::new));
        log.info("Simulator is ready: {}", baseUrl(context));
        return context;
    }

    /** The address of a started simulator, such as {@code http://127.0.0.1:8090}. */
    public static String baseUrl(ConfigurableApplicationContext context) {
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return "http://127.0.0.1:" + port;
    }
}
