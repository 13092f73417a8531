package dev.tandem.domain;

/**
 * What a person is told in place of a message of which Meta only says that there is one. The gateway cannot know more, so each
 * text sends the person to the phone. Stateless.
 *
 * <p>Source: R38 to R40, and what the operator is to be told of them (coexistence rules, 10).
 */
public final class Unsupported {

    /** Meta's type of such a message. */
    public static final String TYPE = "unsupported";

    /** It follows within seconds, or was written on a device that the API does not know. */
    private static final int NOT_READY = 131060;

    /** A kind of message that the API does not have. */
    private static final int OF_THIS_KIND = 131051;

    private Unsupported() {}

    /**
     * What happened and what to do.
     *
     * @param code Meta's error in the message, 0 when there is none or nobody knows it any more
     */
    public static String advice(int code) {
        return switch (code) {
            case NOT_READY ->
                "This message is arriving. If it does not show here in a minute, look at WhatsApp Business on the phone: it may have"
                        + " been written on a device that the API does not support (Windows, WearOS), and then it is only there.";
            case OF_THIS_KIND ->
                "Meta hands over no messages of this kind, as polls are. Look at it in WhatsApp Business on the phone.";
            default -> "Meta has not handed over this message. Look at it in WhatsApp Business on the phone.";
        };
    }
}
