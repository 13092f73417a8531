package dev.tandem.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An engine and its simulator, each a process of its own, with the same numbers. Logs stay in {@code target/endtoend}. With
 * {@code -Dswitches=other} everything that Meta's texts leave open is the other way round.
 */
final class Installation implements AutoCloseable {

    /** Nobody hides the phone number ({@code hiddenPhoneRate}): the tests ask for people's talk by it. */
    private static final String THE_OTHER_WAY =
            "{\"echoApiSends\":true,\"appMessageStatuses\":true,\"failedCarriesId\":false,\"closedWindow\":\"async\","
                    + "\"optOutRefusal\":\"async\",\"countAppMessages\":true,\"offboardedBeforeRemoved\":true,\"historyAsDocumented\":true,"
                    + "\"statusBeforeAnswerRate\":0.5,\"unknownMedia\":\"async\",\"historyFromMe\":true,\"historyProgressEarly\":true,"
                    + "\"historyEmptyTells\":false,\"historyDeclineBare\":true,\"lateMediaAsMessages\":true,"
                    + "\"historyLowerCaseRate\":0.3,\"historyToRate\":0.5,\"historyContextRate\":0.8,\"contactUserIdRate\":0.5,"
                    + "\"numericTimeRate\":0.1,\"unknownFieldRate\":0.1,\"waIdDiffers\":true}";

    private final EngineProcess engine;
    private final SimulatorProcess simulator;

    private Installation(EngineProcess engine, SimulatorProcess simulator) {
        this.engine = engine;
        this.simulator = simulator;
    }

    /** Starts both for a test class. */
    static Installation start(Class<?> test, TestNumber... numbers) {
        return start(test.getSimpleName(), UnaryOperator.identity(), numbers);
    }

    /** Starts both, the engine after what {@code settings} did to it. The simulator is tidy until a test says otherwise. */
    static Installation start(String name, UnaryOperator<EngineProcess> settings, TestNumber... numbers) {
        Path home = home(name);
        EngineProcess engine = settings.apply(new EngineProcess(home, List.of(numbers)));
        SimulatorProcess simulator = new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true");
        try {
            List.of(numbers).forEach(simulator.control()::put);
            turn(simulator.control());
            engine.with("tandem.graph.base-url=" + simulator.baseUrl()).start();
            return new Installation(engine, simulator);
        } catch (RuntimeException | Error e) {
            simulator.close();
            engine.close();
            throw e;
        }
    }

    /** With {@code -Dswitches=other} everything that Meta's texts leave open is the other way round. */
    static void turn(Control control) {
        if (theOtherWay()) {
            control.behaviour(THE_OTHER_WAY);
        }
    }

    static boolean theOtherWay() {
        return "other".equals(System.getProperty("switches"));
    }

    /** An empty folder for a test's processes. */
    static Path home(String name) {
        try {
            Path home = Path.of("target", "endtoend", name).toAbsolutePath();
            org.springframework.util.FileSystemUtils.deleteRecursively(home);
            return Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EngineProcess engine() {
        return engine;
    }

    Api api() {
        return engine.api();
    }

    Control control() {
        return simulator.control();
    }

    @Override
    public void close() {
        simulator.close();
        engine.close();
    }
}
