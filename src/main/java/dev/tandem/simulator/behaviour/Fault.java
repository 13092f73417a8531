package dev.tandem.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * Injected faults of the send call, of the sync call and of webhooks. Rates are shares from 0 to 1.
 *
 * @param latency delay of the answer; what was accepted is accepted before it
 * @param beforeStamp delay before the arrival is stamped, as a slow network would make
 * @param refuse share whose connection is closed before the request is read; nothing is recorded
 * @param resetAfterBody share whose connection is reset once the body was read; recorded, not accepted
 */
public record Fault(
        Millis latency,
        Millis beforeStamp,
        double refuse,
        double resetAfterBody,
        ErrorFault error,
        PageFault page,
        AnswerFault answer,
        LaterFault later,
        WebhookFault webhook) {
    public static final Fault NONE = new Fault(
            Millis.NONE,
            Millis.NONE,
            0,
            0,
            ErrorFault.NONE,
            PageFault.NONE,
            AnswerFault.NONE,
            LaterFault.NONE,
            WebhookFault.NONE);

    /**
     * Errors in Meta's form; such a send is not accepted.
     *
     * @param rate share answered with {@code code}
     * @param status HTTP status of those answers, or null for the one that belongs to the code
     * @param isTransient what they say of {@code is_transient}, or null for what belongs to the code
     */
    public record ErrorFault(
            double rate,
            int code,
            @Nullable Integer status,
            @Nullable Boolean isTransient) {
        public static final ErrorFault NONE = new ErrorFault(0, 131016, null, null);
    }

    /**
     * Pages of HTML, as a broken proxy would answer; recorded, not accepted.
     *
     * @param badGateway share answered 502
     * @param rate share answered with {@code status}
     */
    public record PageFault(double badGateway, double rate, int status) {
        public static final int BAD_GATEWAY = 502;
        public static final PageFault NONE = new PageFault(0, 0, BAD_GATEWAY);
    }

    /**
     * Faults of the answer to a send that was accepted.
     *
     * @param drop share after which the connection is closed without an answer
     * @param empty share answered 200 with an empty body
     * @param cut share whose answer breaks off in the middle, and the connection with it
     * @param slowBytes milliseconds between any two bytes of an answer, 0 for none
     */
    public record AnswerFault(double drop, double empty, double cut, int slowBytes) {
        public static final AnswerFault NONE = new AnswerFault(0, 0, 0, 0);
    }

    /**
     * Sends that are accepted and get {@code failed} instead of {@code sent}.
     *
     * @param code Meta's code of that status
     */
    public record LaterFault(double rate, int code) {
        public static final LaterFault NONE = new LaterFault(0, 131000);
    }

    /**
     * Faults on the way of webhooks.
     *
     * @param duplicate share of POSTs that are made twice
     * @param reorder share of items held back for up to half a second, so that later ones overtake them
     * @param delay delay of every item
     * @param batch items per POST: 0 as busy as it is, 1 each alone, n wait up to 200 ms for n
     * @param lose share of items that are never posted
     */
    public record WebhookFault(double duplicate, double reorder, Millis delay, int batch, double lose) {
        public static final WebhookFault NONE = new WebhookFault(0, 0, Millis.NONE, 0, 0);
    }
}
