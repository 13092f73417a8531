package dev.tandem.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A process that a test starts; its output is a file. None outlives the tests, however they end. */
final class ChildProcess implements AutoCloseable {

    private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(Process::destroyForcibly)));
    }

    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;
    private final Thread pump;

    private ChildProcess(Process process, Path log, Thread pump) {
        this.process = process;
        this.log = log;
        this.pump = pump;
    }

    /** The java of this very test run. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a command in a folder; what it says goes to the log. */
    static ChildProcess start(List<String> command, Path directory, Path log) {
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            ALL.add(process);
            Files.write(log, new byte[0]);
            // By a pipe, so that a process that may not write files any more can still say so.
            Thread pump = new Thread(() -> copy(process, log), "log of " + log.getFileName());
            pump.setDaemon(true);
            pump.start();
            return new ChildProcess(process, log, pump);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Process process, Path log) {
        try (InputStream said = process.getInputStream();
                OutputStream file = Files.newOutputStream(log)) {
            said.transferTo(file);
        } catch (IOException e) {
            // Its pipe breaks when it is killed: there is nothing more to write down, and nobody to tell.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a line of the log that holds the pattern. */
    MatchResult await(Pattern pattern, Duration within) {
        try {
            Awaitility.await()
                    .atMost(within)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !find(pattern).isEmpty() || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not within " + within + ": '" + pattern + "' in " + log + tail(), e);
        }
        List<MatchResult> found = find(pattern);
        if (found.isEmpty()) {
            throw new AssertionError("the process ended without saying '" + pattern + "': " + log + tail());
        }
        return found.get(0);
    }

    /** Everything in the log that fits. */
    List<MatchResult> find(Pattern pattern) {
        return pattern.matcher(log()).results().toList();
    }

    String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        String text = log();
        return "\n…" + text.substring(Math.max(0, text.length() - 3_000));
    }

    /** Waits until it ends by itself, with everything it said in the log, and hands back its exit code. */
    int awaitExit(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it did not end within " + within + ": " + log + tail());
            }
            pump.join(STOP_WITHIN.toMillis());
            ALL.remove(process);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: it gets no chance to tidy up. */
    void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and SIGKILL when that does not help. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        ALL.remove(process);
    }

    @Override
    public void close() {
        kill9();
    }
}
