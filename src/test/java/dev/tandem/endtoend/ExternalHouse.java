package dev.tandem.endtoend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** ActiveMQ and PostgreSQL, each in a process of its own, and the cable to each. */
final class ExternalHouse implements AutoCloseable {

    private static final Pattern READY = Pattern.compile(BrokerMain.READY + "(\\d+)");

    private final EmbeddedPostgres postgres;
    private final ChildProcess activeMq;
    private final CuttingProxy toDatabase;
    private final CuttingProxy toBroker;

    /** Starts both. */
    ExternalHouse(Path home) {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setOutputRedirector(ProcessBuilder.Redirect.to(
                            home.resolve("postgres.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        activeMq = ChildProcess.start(
                List.of(
                        ChildProcess.java(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        home.resolve("activemq").toString(),
                        "tcp://127.0.0.1:0"),
                Path.of("."),
                home.resolve("activemq.log"));
        toDatabase = new CuttingProxy(postgres.getPort());
        toBroker = new CuttingProxy(
                Integer.parseInt(activeMq.await(READY, Duration.ofSeconds(60)).group(1)));
    }

    /**
     * The properties of an engine that uses them.
     *
     * @param broker the broker's URL with {@code {}} for the address
     */
    String[] properties(String broker) {
        return new String[] {
            "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + toDatabase.port() + "/postgres",
            "spring.datasource.username=postgres",
            "tandem.broker.url=" + broker.replace("{}", brokerUrl())
        };
    }

    String brokerUrl() {
        return "tcp://127.0.0.1:" + toBroker.port();
    }

    CuttingProxy toDatabase() {
        return toDatabase;
    }

    CuttingProxy toBroker() {
        return toBroker;
    }

    @Override
    public void close() {
        toDatabase.close();
        toBroker.close();
        activeMq.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
