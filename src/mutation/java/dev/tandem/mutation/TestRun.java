package dev.tandem.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.springframework.util.FileSystemUtils;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Runs named tests in a folder as the build does, by Surefire and Failsafe, without compiling anything. */
final class TestRun {

    private static final long MINUTES = 10;
    private static final List<String> REPORTS = List.of("target/surefire-reports", "target/failsafe-reports");

    private final Path folder;
    private final Path logs;
    private int runs;

    TestRun(Path folder) throws IOException {
        this.folder = folder;
        this.logs = Files.createDirectories(folder.resolve("logs"));
    }

    /**
     * What came of it.
     *
     * @param ran how many tests ran; 0 when it came to none
     * @param red how many of them failed
     */
    record Result(int ran, int red, boolean hung, Path log) {

        /** Whether the tests saw that something is wrong. */
        boolean isRed() {
            return red > 0 || hung;
        }
    }

    /** Runs tests that all belong to the build's unit tests, or all to those of the packaged engine. */
    Result run(Collection<String> tests, boolean packaged) throws IOException, InterruptedException {
        for (String each : REPORTS) {
            FileSystemUtils.deleteRecursively(folder.resolve(each));
        }
        Path log = logs.resolve(++runs + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-q",
                "-Djacoco.skip=true",
                "-D" + (packaged ? "it.test" : "test") + "=" + String.join(",", tests)));
        if (Boolean.getBoolean("maven.offline")) {
            command.add("-o");
        }
        // Surefire's options hold a property that the coverage sets, also when it is skipped.
        command.add("jacoco:prepare-agent");
        command.addAll(packaged ? List.of("failsafe:integration-test", "failsafe:verify") : List.of("surefire:test"));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return count(!ended, log);
    }

    private Result count(boolean hung, Path log) throws IOException {
        int ran = 0;
        int red = 0;
        for (String each : REPORTS) {
            for (Path report : reports(folder.resolve(each))) {
                Element suite = suite(report);
                ran += number(suite, "tests") - number(suite, "skipped");
                red += number(suite, "failures") + number(suite, "errors");
            }
        }
        return new Result(ran, red, hung, log);
    }

    private static List<Path> reports(Path reports) throws IOException {
        if (!Files.exists(reports)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(reports)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList();
        }
    }

    private static Element suite(Path report) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("Not a report: " + report, e);
        }
    }

    private static int number(Element suite, String attribute) {
        return Integer.parseInt(suite.getAttribute(attribute));
    }
}
