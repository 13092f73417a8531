package dev.tandem.simulator.past;

import dev.tandem.simulator.number.ChatMessage;

/**
 * A message of the past as it stood at the linking.
 *
 * @param message the message on the phone
 * @param status {@code READ}, {@code DELIVERED}, {@code PLAYED}, {@code SENT}, {@code PENDING} or {@code ERROR}
 * @param media whether it is a file
 * @param follows whether the file is young enough to follow its placeholder (R25)
 */
record PastMessage(ChatMessage message, String status, boolean media, boolean follows) {

    boolean outbound() {
        return message.origin() != ChatMessage.Origin.USER;
    }
}
