package dev.tandem.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The simulator, alone in a process of its own: the judge. */
final class SimulatorProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Simulator is ready: (http\\S+)");

    private final ChildProcess process;
    private final String baseUrl;

    /** Starts one that posts its webhooks to the given address. */
    SimulatorProcess(Path home, String webhookUrl, String... options) {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java(), "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(QuickJar.options());
        command.addAll(List.of(
                "simulator",
                "--tandem.simulator.port=0",
                "--tandem.simulator.webhook-url=" + webhookUrl,
                "--tandem.simulator.app-secret=" + EngineProcess.APP_SECRET));
        command.addAll(List.of(options));
        process = ChildProcess.start(command, home, home.resolve("simulator.log"));
        baseUrl = process.await(READY, Duration.ofSeconds(60)).group(1);
    }

    String baseUrl() {
        return baseUrl;
    }

    Control control() {
        return new Control(baseUrl);
    }

    @Override
    public void close() {
        process.close();
    }
}
