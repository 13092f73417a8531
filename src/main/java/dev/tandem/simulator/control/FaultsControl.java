package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.server.ServerPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Puts faults in force, for one number or for all, and ends them. */
final class FaultsControl {
    private final Faults faults;
    private final Lookup lookup;
    private final ServerPort serverPort;

    FaultsControl(Faults faults, Lookup lookup, ServerPort serverPort) {
        this.faults = faults;
        this.lookup = lookup;
        this.serverPort = serverPort;
    }

    /** Takes the place of the faults there were for the same number or for all. */
    ServerResponse put(ServerRequest http) {
        Fields fields = Fields.of(http);
        String number = id(fields.textOr("number", null));
        Long times = fields.has("times") ? fields.wholeOr("times", 0) : null;
        Fault fault = FaultJson.read(fields);
        long refuseMillis = fields.wholeOr("refuseMs", 0);
        fields.nothingElse();
        faults.put(number, fault, times);
        if (refuseMillis > 0) {
            serverPort.refuseFor(Duration.ofMillis(refuseMillis));
        }
        return get(http);
    }

    ServerResponse delete(ServerRequest http) {
        faults.clear(id(http.param("number").orElse(null)));
        return get(http);
    }

    ServerResponse get(ServerRequest http) {
        ObjectNode json = MetaJson.object();
        faults.inForce().forEach((number, fault) -> json.set(number, FaultJson.write(fault)));
        return Answers.ok(json);
    }

    private @Nullable String id(@Nullable String number) {
        return number == null ? null : lookup.number(number).phoneNumberId();
    }
}
