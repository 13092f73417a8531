package dev.tandem;

import dev.tandem.config.TandemEngine;
import dev.tandem.lint.LintMain;
import dev.tandem.simulator.SimulatorApplication;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;

/**
 * The launcher: the engine with its simulator beside it, or by the first argument the {@code simulator} alone or the
 * {@code lint} of the routes. The only class that knows both the engine and the simulator; the two share no bean.
 */
public final class Tandem {

    private Tandem() {}

    /** Starts what the first argument names; nothing means the engine. */
    public static void main(String[] args) {
        List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        String what = args.length == 0 ? "" : args[0];
        switch (what) {
            case "simulator" -> {
                var unused = SimulatorApplication.start(rest.toArray(String[]::new));
            }
            case "lint" -> System.exit(LintMain.run(rest.toArray(String[]::new)));
            default -> engine(args);
        }
    }

    private static void engine(String[] args) {
        SpringApplication engine = new SpringApplication(TandemEngine.class);
        engine.addInitializers(new SimulatorBeside());
        engine.run(args);
    }
}
