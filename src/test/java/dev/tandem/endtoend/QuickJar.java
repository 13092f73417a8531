package dev.tandem.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The jar under test as it starts in half the time: unpacked, and with an archive of the classes that a start loads, as Spring
 * Boot advises. Both are made once in a test run, when the first test asks for them. Thread-safe.
 */
final class QuickJar {

    private QuickJar() {}

    /** What follows {@code java} and stands before the program's own arguments. */
    static List<String> options() {
        return Made.OPTIONS;
    }

    /** Loaded, and with it made, at the first use. */
    private static final class Made {

        private static final List<String> OPTIONS = make();

        private static List<String> make() {
            Path home = Installation.home("QuickJar");
            String jar = unpack(home).toString();
            Path archive = home.resolve("classes.jsa");
            // Classes are archived when the process ends by itself, so this engine is stopped and not killed.
            try (EngineProcess engine = new EngineProcess(home, List.of())) {
                engine.launchedBy(
                                List.of("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + archive, "-jar", jar))
                        .start()
                        .stop();
            }
            if (!Files.exists(archive)) {
                throw new IllegalStateException("no archive of classes: see the end of the log in " + home);
            }
            return List.of("-XX:SharedArchiveFile=" + archive, "-jar", jar);
        }

        private static Path unpack(Path home) {
            Path folder = home.resolve("unpacked");
            List<String> command = List.of(
                    ChildProcess.java(),
                    "-Djarmode=tools",
                    "-jar",
                    EngineProcess.jar().toString(),
                    "extract",
                    "--destination",
                    folder.toString());
            int exit = ChildProcess.start(command, home, home.resolve("unpack.log"))
                    .awaitExit(Duration.ofSeconds(60));
            if (exit != 0) {
                throw new IllegalStateException("the jar could not be unpacked: see unpack.log in " + home);
            }
            return folder.resolve(EngineProcess.jar().getFileName());
        }
    }
}
