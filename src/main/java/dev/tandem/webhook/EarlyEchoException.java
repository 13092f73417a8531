package dev.tandem.webhook;

/**
 * An echo came while the answer to a send of ours to that person is awaited: only the answer tells whose message it is. It
 * passes with time: the webhook is to be handled again a little later.
 */
public final class EarlyEchoException extends RuntimeException {

    EarlyEchoException(String messageId) {
        super("Meta's answer to a send to the same person is awaited, and may say that the message " + messageId
                + " is that send; the webhook is handled again in a moment");
    }
}
