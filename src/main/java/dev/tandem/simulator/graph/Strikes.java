package dev.tandem.simulator.graph;

import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Fault.AnswerFault;
import dev.tandem.simulator.behaviour.Fault.PageFault;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.received.ReceivedRequest.Loss;
import dev.tandem.simulator.server.CurrentConnection;
import dev.tandem.simulator.server.RawAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/** Where injected faults strike a call: before it is read, in place of its answer, and on the answer's way. Thread-safe. */
final class Strikes {
    private final Dice dice;

    Strikes(Dice dice) {
        this.dice = dice;
    }

    /** What a fault answers in place of the call, and how that is noted. */
    record Struck(RawAnswer answer, String outcome) {}

    /** Whether the connection was closed before anything is read. */
    boolean refuse(Fault fault) {
        boolean refused = dice.chance(fault.refuse());
        if (refused) {
            CurrentConnection.close();
        }
        return refused;
    }

    /** Whether the connection is to be reset when the body was read; {@link #reset} does it when that is noted. */
    boolean resets(Fault fault) {
        return dice.chance(fault.resetAfterBody());
    }

    static ServerResponse reset() {
        CurrentConnection.reset();
        return RawAnswer.none();
    }

    /** A page or an error in place of what the call would do. */
    Optional<Struck> instead(Fault fault) {
        if (dice.chance(fault.page().badGateway())) {
            return Optional.of(page(PageFault.BAD_GATEWAY));
        }
        if (dice.chance(fault.page().rate())) {
            return Optional.of(page(fault.page().status()));
        }
        return dice.chance(fault.error().rate()) ? Optional.of(error(fault.error())) : Optional.empty();
    }

    private static Struck page(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? Integer.toString(status) : status + " " + known.getReasonPhrase();
        byte[] page = ("<html><body><h1>" + title + "</h1></body></html>").getBytes(StandardCharsets.UTF_8);
        return new Struck(new RawAnswer(status, RawAnswer.HTML, page), "html" + status);
    }

    private static Struck error(Fault.ErrorFault fault) {
        MetaError error = MetaError.of(fault.code());
        Integer status = fault.status();
        RawAnswer answer = GraphErrors.answer(
                new MetaException(error, "an injected error"),
                status != null ? status : error.httpStatus(),
                fault.isTransient());
        return new Struck(answer, Integer.toString(error.code()));
    }

    /** What of the answer to something that is done gets lost on its way. */
    Loss loss(AnswerFault fault) {
        if (dice.chance(fault.drop())) {
            return Loss.DROPPED;
        }
        if (dice.chance(fault.empty())) {
            return Loss.EMPTY;
        }
        return dice.chance(fault.cut()) ? Loss.CUT : Loss.NONE;
    }

    /** The answer as it arrives. */
    static ServerResponse arriving(RawAnswer answer, Loss loss, Fault fault) {
        return switch (loss) {
            case NONE -> answer.slow(fault.answer().slowBytes());
            case EMPTY -> new RawAnswer(answer.status(), answer.contentType(), new byte[0]);
            case CUT -> answer.cut();
            case DROPPED -> {
                CurrentConnection.close();
                yield RawAnswer.none();
            }
        };
    }
}
