package dev.tandem.simulator.control;

import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.received.ReceivedBook;
import dev.tandem.simulator.received.ReceivedQuery;
import dev.tandem.simulator.received.ReceivedReport;
import dev.tandem.simulator.received.Totals;
import dev.tandem.simulator.server.RawAnswer;
import dev.tandem.simulator.time.SimulatorClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What was received, of one number or in total. */
final class ReceivedControl {
    private static final int LIMIT = 1000;

    private final ReceivedBook received;
    private final ReceivedReport report;
    private final Totals totals;
    private final Numbers numbers;
    private final Lookup lookup;

    ReceivedControl(SimulatorClock clock, ReceivedBook received, Numbers numbers, Lookup lookup) {
        this.received = received;
        this.report = new ReceivedReport(clock);
        this.totals = new Totals(clock);
        this.numbers = numbers;
        this.lookup = lookup;
    }

    ServerResponse ofNumber(ServerRequest http) throws IOException {
        SimulatedNumber number = lookup.number(http);
        ReceivedQuery query = new ReceivedQuery(
                whole(http, "since", 0),
                (int) whole(http, "from", 0),
                (int) whole(http, "limit", LIMIT),
                flag(http, "summary"));
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        report.write(out, number.phoneNumberId(), received.of(number.phoneNumberId()), query);
        return new RawAnswer(200, RawAnswer.JSON, out.toByteArray());
    }

    ServerResponse total(ServerRequest http) {
        List<String> ids =
                numbers.all().stream().map(SimulatedNumber::phoneNumberId).toList();
        return Answers.ok(totals.of(ids, received, whole(http, "since", 0)));
    }

    ServerResponse clear(ServerRequest http) {
        received.of(lookup.number(http).phoneNumberId()).clear();
        return Answers.ok(MetaJson.object().put("cleared", true));
    }

    ServerResponse clearAll(ServerRequest http) {
        numbers.all().forEach(number -> received.of(number.phoneNumberId()).clear());
        return Answers.ok(MetaJson.object().put("cleared", true));
    }

    private static long whole(ServerRequest http, String name, long otherwise) {
        try {
            return http.param(name)
                    .map(Long::parseLong)
                    .map(value -> Math.max(0, value))
                    .orElse(otherwise);
        } catch (NumberFormatException e) {
            throw ControlException.badRequest(name + " must be a whole number");
        }
    }

    private static boolean flag(ServerRequest http, String name) {
        return http.param(name).map(value -> !value.equals("false")).orElse(false);
    }
}
