package dev.tandem.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** A folder of {@code src/examples}: how a person would run what is in it. */
enum Example {
    JAVA("java-jms", "tcp", "TANDEM_JMS", "tcp://127.0.0.1:"),
    AMQP("amqp", "amqp", "TANDEM_AMQP", "127.0.0.1:"),
    STOMP("stomp-node", "stomp", "TANDEM_STOMP", "127.0.0.1:"),
    CURL("curl", "http", "TANDEM_URL", "");

    private static final Duration NPM_WITHIN = Duration.ofMinutes(2);

    private final String folder;
    private final String protocol;
    private final String addressVariable;
    private final String addressPrefix;

    Example(String folder, String protocol, String addressVariable, String addressPrefix) {
        this.folder = folder;
        this.protocol = protocol;
        this.addressVariable = addressVariable;
        this.addressPrefix = addressPrefix;
    }

    /** The port of the engine's listener that it talks to. */
    int portOf(EngineProcess engine) {
        return URI.create(engine.listens(protocol).replace("+nio", "")).getPort();
    }

    /** Starts it in the engine's folder, where it finds the passwords; {@code address} is what comes behind the prefix. */
    ChildProcess start(EngineProcess engine, Object address, Path log, Map<String, String> variables) {
        List<String> command = new ArrayList<>(List.of("env", addressVariable + "=" + addressPrefix + address));
        variables.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(run());
        return ChildProcess.start(command, engine.folder(), log);
    }

    private List<String> run() {
        return switch (this) {
            case JAVA ->
                List.of(
                        ChildProcess.java(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        source().resolve("SendAndWatch.java").toString());
            case CURL -> List.of(source().resolve("send-and-watch.sh").toString());
            default -> List.of("node", installed().resolve("send-and-watch.js").toString());
        };
    }

    private Path source() {
        return Path.of("src", "examples", folder).toAbsolutePath();
    }

    /** A copy with the packages of its lock file, which are fetched once and stay until {@code mvn clean}. */
    private Path installed() {
        Path copy = Path.of("target", "examples", folder).toAbsolutePath();
        try {
            Files.createDirectories(copy);
            Path lock = copy.resolve("package-lock.json");
            boolean same = Files.exists(copy.resolve("node_modules/.package-lock.json"))
                    && Files.mismatch(lock, source().resolve("package-lock.json")) == -1;
            for (String file : List.of("package.json", "package-lock.json", "send-and-watch.js")) {
                Files.copy(
                        source().resolve(file), copy.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            if (!same) {
                FileSystemUtils.deleteRecursively(copy.resolve("node_modules"));
                ChildProcess npm = ChildProcess.start(
                        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
                        copy,
                        copy.resolve("npm.log"));
                if (npm.awaitExit(NPM_WITHIN) != 0) {
                    throw new AssertionError("npm ci failed in " + copy + ":\n" + npm.log());
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
