package dev.tandem.lint;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.logging.LoggingSystem;

/** The command {@code lint [folder]}: prints every finding with file and line, then a closing line. */
public final class LintMain {

    /** Where the beans of the routes' vocabulary are. */
    private static final List<String> BEAN_PACKAGES = List.of("dev.tandem.steps", "dev.tandem.config");

    /** Beans that Spring Boot makes without a class of ours. */
    private static final List<String> BOOT_BEANS = List.of("dataSource", "jdbcTemplate", "transactionManager");

    private static final String USAGE = "usage: lint [folder]   (the folder of the routes; default: routes)";

    private LintMain() {}

    /**
     * Runs the command on standard output. Known properties are read from {@code config/} in the working directory.
     *
     * @param args at most one, the folder
     * @return the process's exit code: 0 without findings, else 1
     */
    public static int run(String... args) {
        // Standard output belongs to the findings: the libraries that help to find them keep silent.
        LoggingSystem.get(LintMain.class.getClassLoader()).beforeInitialize();
        return run(System.out, args);
    }

    /** Runs the command and prints to {@code out}. */
    static int run(PrintStream out, String... args) {
        if (args.length > 1 || (args.length == 1 && args[0].startsWith("-"))) {
            out.println(USAGE);
            return 1;
        }
        try {
            LintReport report = ofEngine(Path.of("config")).lint(Path.of(args.length == 0 ? "routes" : args[0]));
            report.findings().forEach(out::println);
            out.println(report.summary());
            return report.isClean() ? 0 : 1;
        } catch (IOException | IllegalStateException e) {
            out.println("cannot lint: " + e.getMessage());
            return 1;
        }
    }

    /** A linter that knows the engine's beans and the properties of this configuration folder. */
    static RouteLinter ofEngine(Path config) throws IOException {
        return new RouteLinter(KnownBeans.inPackages(BEAN_PACKAGES).and(BOOT_BEANS), KnownProperties.ofEngine(config));
    }
}
