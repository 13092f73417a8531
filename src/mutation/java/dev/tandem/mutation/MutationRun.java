package dev.tandem.mutation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts one fault after the other into a copy of the engine and runs the test that must see it: {@code mvn -q -Pmutation
 * verify}. Before that the same tests must be green without any fault. Ends with 1 when a fault is not seen, does not
 * compile, or its place is not found. {@code -Dmutation.only=words} runs those whose names hold the words.
 */
public final class MutationRun {

    private final Workshop workshop;
    private final TestRun tests;
    private final List<String> rows = new ArrayList<>();
    private int unseen;

    private MutationRun(Path project) throws IOException {
        workshop = new Workshop(project, project.resolve("target").resolve("mutation"));
        tests = new TestRun(workshop.folder());
    }

    /** Runs in the project's folder. */
    public static void main(String[] args) throws Exception {
        Instant start = Instant.now();
        Path project = Path.of("").toAbsolutePath();
        String only = System.getProperty("mutation.only", "");
        List<Fault> faults = FaultList.read(project.resolve(FaultList.FILE)).faults().stream()
                .filter(fault -> fault.name().contains(only))
                .toList();
        MutationRun run = new MutationRun(project);
        run.withoutFaults(faults);
        for (Fault fault : faults) {
            run.with(fault);
        }
        System.out.println("\n| fault | test | result |\n|---|---|---|");
        run.rows.forEach(System.out::println);
        System.out.printf(
                "%n%d faults, %d tests that saw nothing, %d minutes%n",
                faults.size(),
                run.unseen,
                Duration.between(start, Instant.now()).toMinutes());
        System.exit(run.unseen == 0 && !faults.isEmpty() ? 0 : 1);
    }

    private void withoutFaults(List<Fault> faults) throws IOException, InterruptedException {
        for (boolean packaged : List.of(false, true)) {
            List<String> named = faults.stream()
                    .flatMap(fault -> fault.tests().stream())
                    .filter(test -> Fault.isPackaged(test) == packaged)
                    .distinct()
                    .toList();
            if (named.isEmpty()) {
                continue;
            }
            TestRun.Result result = tests.run(named, packaged);
            if (result.isRed() || result.ran() < named.size()) {
                throw new IllegalStateException("The tests are not green without any fault, see " + result.log());
            }
            System.out.printf("without any fault: %d tests are green%n", result.ran());
        }
    }

    private void with(Fault fault) throws IOException, InterruptedException {
        try {
            workshop.make(fault);
            for (String test : fault.tests()) {
                row(fault, test, with(test));
            }
        } catch (IllegalArgumentException | IllegalStateException notMade) {
            unseen++;
            row(fault, "", "**" + notMade.getMessage() + "**");
        } finally {
            workshop.mend(fault);
        }
    }

    private String with(String test) throws IOException, InterruptedException {
        TestRun.Result result = tests.run(List.of(test), Fault.isPackaged(test));
        if (result.isRed()) {
            return "red";
        }
        unseen++;
        return (result.ran() == 0 ? "**did not run**, see " : "**green**, see ") + result.log();
    }

    private void row(Fault fault, String test, String said) {
        System.out.println(fault.name() + ": " + test + " " + said);
        rows.add("| " + fault.name() + " | `" + test + "` | " + said + " |");
    }
}
