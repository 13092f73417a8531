package dev.tandem.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * Injected faults of the send call and of webhooks. Rates are shares from 0 to 1.
 *
 * @param latency delay of the answer; what was accepted is accepted before it
 * @param beforeStamp delay before the arrival is stamped, as a slow network would make
 * @param errorRate share answered with {@code code}; such a send is not accepted
 * @param status HTTP status of those answers, or null for the one that belongs to the code
 * @param dropAnswerRate share that is accepted, after which the connection is closed without an answer
 * @param refuse share whose connection is closed before the request is read; nothing is recorded
 * @param resetAfterBody share whose connection is reset once the body was read; recorded, not accepted
 * @param slowBytes milliseconds between any two bytes of an answer, 0 for none
 * @param html502 share answered 502 with a page of HTML, as a broken proxy would; recorded, not accepted
 */
public record Fault(
        Millis latency,
        Millis beforeStamp,
        double errorRate,
        int code,
        @Nullable Integer status,
        double dropAnswerRate,
        double refuse,
        double resetAfterBody,
        int slowBytes,
        double html502,
        WebhookFault webhook) {

    public static final Fault NONE =
            new Fault(Millis.NONE, Millis.NONE, 0, 131016, null, 0, 0, 0, 0, 0, WebhookFault.NONE);

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
