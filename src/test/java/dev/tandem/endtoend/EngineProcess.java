package dev.tandem.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged engine as a process in an installation of its own: a folder with the project's {@code config/} and
 * {@code routes/}. It can be killed and started again on the same folder and port.
 */
final class EngineProcess implements AutoCloseable {

    static final String APP_SECRET = "end-to-end-app-secret";
    static final String VERIFY_TOKEN = "end-to-end-verify-token";

    private static final Pattern READY = Pattern.compile("Tandem is ready: (http\\S+)");
    private static final Pattern LISTENS = Pattern.compile("JMS clients: ((\\w+)(?:\\+\\w+)?://\\S+)");
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final Path home;
    private final Path work;
    private final int port = freePort();
    private final List<String> options = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private Supplier<List<String>> launch = EngineProcess::quickly;
    private String ulimit = "";
    private String apiKey = "";
    private int apiKeys;
    private int starts;
    private ChildProcess process;

    /** An engine that is not started yet, with nothing in its folder but what an installation brings. */
    EngineProcess(Path home, List<TestNumber> numbers) {
        this.home = home;
        this.work = home.resolve("work");
        install();
        numbers(numbers);
    }

    /** The jar under test. */
    static Path jar() {
        Path jar =
                Path.of(System.getProperty("tandem.jar", "target/tandem.jar")).toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: run mvn package first");
        }
        return jar;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void install() {
        try {
            FileSystemUtils.deleteRecursively(work);
            Files.createDirectories(work);
            FileSystemUtils.copyRecursively(Path.of("config"), work.resolve("config"));
            FileSystemUtils.copyRecursively(Path.of("routes"), work.resolve("routes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Configures these numbers and no others, for the next start. */
    void numbers(List<TestNumber> numbers) {
        try {
            Files.writeString(
                    work.resolve("config/numbers.yaml"),
                    numbers.stream()
                            .map(TestNumber::yaml)
                            .collect(Collectors.joining("", "tandem:\n  numbers:\n", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Properties as on the command line, {@code name=value}. Before the start. */
    EngineProcess with(String... properties) {
        Stream.of(properties).map(property -> "--" + property).forEach(options::add);
        return this;
    }

    /** An API key of the configuration instead of the one the engine makes; the first one is the one that {@link #api} uses. */
    EngineProcess withApiKey(String secret, String name, Set<String> roles, String number) {
        if (apiKey.isEmpty()) {
            apiKey = secret;
        }
        String key = "tandem.api.keys[" + apiKeys++ + "].";
        with(key + "name=" + name, key + "hash=" + sha256(secret), key + "roles=" + String.join(",", roles));
        return number.isEmpty() ? this : with(key + "numbers=" + number);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> quickly() {
        return concat(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), QuickJar.options());
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The jar as an operator starts it, with these options of the JVM instead of those that start fast: for tests that measure. */
    EngineProcess withJvm(String... jvmOptions) {
        return launchedBy(concat(List.of(jvmOptions), List.of("-jar", jar().toString())));
    }

    /** Everything between {@code java} and the engine's own arguments. */
    EngineProcess launchedBy(List<String> javaOptions) {
        launch = () -> javaOptions;
        return this;
    }

    /** Without the worked examples of a team, which do things of their own with every event. */
    EngineProcess withoutTeamRoutes() {
        FileSystemUtils.deleteRecursively(work.resolve("routes/team").toFile());
        return this;
    }

    /** With a route of a team's own, from the tests' resources. */
    EngineProcess withTeamRoute(String file) {
        try {
            Files.copy(
                    Path.of("src/test/resources/routes", file),
                    work.resolve("routes/team").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** What the shell's {@code ulimit} is told for the next start, as in {@code -f 40960}; empty: no limit. */
    EngineProcess withUlimit(String limits) {
        ulimit = limits;
        return this;
    }

    /** A command that starts the engine and becomes it, as {@code strace -D} does. */
    EngineProcess under(String... command) {
        before.addAll(List.of(command));
        return this;
    }

    /** Starts it and comes back when it is ready. */
    EngineProcess start() {
        List<String> command = new ArrayList<>(before);
        if (!ulimit.isEmpty()) {
            command.addAll(List.of("bash", "-c", "ulimit " + ulimit + "; exec \"$@\"", "bash"));
        }
        command.add(ChildProcess.java());
        command.addAll(launch.get());
        command.addAll(List.of(
                "--server.port=" + port,
                "--tandem.simulator.enabled=false",
                "--tandem.webhook.app-secrets=" + APP_SECRET,
                "--tandem.webhook.verify-token=" + VERIFY_TOKEN,
                "--tandem.broker.listen=tcp://127.0.0.1:0,amqp://127.0.0.1:0,stomp://127.0.0.1:0"));
        command.addAll(options);
        starts++;
        process = ChildProcess.start(command, work, home.resolve("engine-" + starts + ".log"));
        process.await(READY, READY_WITHIN);
        return this;
    }

    ChildProcess process() {
        return process;
    }

    /** SIGKILL. */
    void kill9() {
        process.kill9();
    }

    /** SIGTERM, and waits for the end. */
    void stop() {
        process.stop();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    String webhookUrl() {
        return baseUrl() + "/webhook";
    }

    /** The engine's folder: {@code config/}, {@code routes/}, {@code data/}. */
    Path folder() {
        return work;
    }

    Api api() {
        return new Api(baseUrl(), apiKey.isEmpty() ? secret("api-key") : apiKey);
    }

    String brokerPassword() {
        return secret("broker-password");
    }

    private String secret(String name) {
        try {
            return Files.readString(work.resolve("data").resolve(name), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients of a protocol connect since the last start: {@code tcp}, {@code amqp} or {@code stomp}. */
    String listens(String protocol) {
        return process.find(LISTENS).stream()
                .filter(found -> found.group(2).equals(protocol))
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the engine does not listen for " + protocol));
    }

    /** Ends it and removes its folder; the logs stay. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        FileSystemUtils.deleteRecursively(work.toFile());
    }
}
