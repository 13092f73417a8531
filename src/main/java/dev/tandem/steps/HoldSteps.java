package dev.tandem.steps;

import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.send.SendDesk;
import dev.tandem.send.SendIds;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of the operator's hand on single sends. */
@Component("holds")
public final class HoldSteps {

    private final SendDesk desk;

    public HoldSteps(SendDesk desk) {
        this.desk = desk;
    }

    /** Keeps a send back until it is released. */
    public void hold(@Header("sendId") String sendId, Exchange exchange) {
        String known = known(sendId, exchange);
        Send send = desk.hold(known, Caller.of(exchange).name()).orElseThrow(() -> unknown(sendId));
        if (send.isOnHold()) {
            Answers.json(exchange, 200, SendJson.send(send));
        } else {
            Problems.answer(
                    exchange,
                    409,
                    Reason.WRONG_STATE,
                    "It is " + send.state().code() + " already, so it cannot be held.");
        }
    }

    /** Lets a send go; one that is not on hold is answered as it is, unless it is over. */
    public void release(@Header("sendId") String sendId, Exchange exchange) {
        Send send = desk.release(known(sendId, exchange)).orElseThrow(() -> unknown(sendId));
        if (send.state().isSettled()) {
            Problems.answer(
                    exchange,
                    409,
                    Reason.WRONG_STATE,
                    "It is " + send.state().code() + " already, so there is nothing to release.");
        } else {
            Answers.json(exchange, 200, SendJson.send(send));
        }
    }

    /** The id in our own spelling, of a send that the caller may see. */
    private String known(String sendId, Exchange exchange) {
        Caller caller = Caller.of(exchange);
        return desk.find(sendId)
                .map(SendDesk.Story::send)
                .filter(send -> caller.mayUse(send.acceptance().phoneNumberId()))
                .map(send -> SendIds.text(send.id()))
                .orElseThrow(() -> unknown(sendId));
    }

    private static ProblemException unknown(String sendId) {
        return new ProblemException(404, Reason.NOT_FOUND, "There is no send '" + sendId + "'.");
    }
}
