package dev.tandem.domain;

/**
 * Why something ended, waits or was refused: the closed list that REST, JMS, tables, result files and events share.
 * Every failure carries one of these and a sentence of detail.
 *
 * <p>{@link #CLOUD_API} stands for a whole family: on the outside it reads {@code cloud_api_<code>} with Meta's own
 * code, see {@link Cause#code()}.
 */
public enum Reason {
    INVALID_REQUEST("The request breaks the schema. Correct the field that the detail names and send it again."),
    INVALID_RECIPIENT(
            "No message can reach this recipient. Write the number with its country code, as in +49 170 1234567."),
    UNKNOWN_NUMBER("The sending number is not configured. Name one of the numbers in config/numbers.yaml in 'from'."),
    DUPLICATE_CONFLICT("This id was used before with other content. Use a new id for a new message."),
    WINDOW_CLOSED_NO_TEMPLATE(
            "The 24-hour window is closed and the request has no template. Add one, or ask to wait with whenClosed: hold."),
    TEMPLATE_UNKNOWN(
            "The number's account has no template of this name and language. Check the spelling and the language."),
    TEMPLATE_NOT_APPROVED("Meta has not approved this template. Wait for its approval or use another."),
    TEMPLATE_PAUSED("Meta paused this template for its quality. Wait for the unpause or use another."),
    TEMPLATE_PARAMETERS("The parameters do not fit the template. Compare their count, names and types."),
    OPTED_OUT("The person asked for no such messages. Only the person can change that."),
    NO_OPT_IN("There is no opt-in of this person. Record it with PUT /opt-ins/{contact} once the person agreed."),
    MARKETING_NOT_DELIVERED_THERE(
            "Meta delivers no marketing templates to numbers of the United States. Use another category or channel."),
    ON_HOLD("An operator holds it. Release it to send it."),
    NUMBER_PAUSED("The number is paused. Resume it to send what waits."),
    NUMBER_DISCONNECTED("The number is no longer linked. Link it again."),
    NUMBER_OFFBOARDED("The phone was registered anew. Sending goes on by itself when the link is back."),
    PAIR_LIMIT("Too many messages to this person in a short time. It goes on by itself."),
    THROUGHPUT("The number's throughput was exceeded. It goes on by itself, slower."),
    PORTFOLIO_LIMIT("The portfolio's limit of different people in 24 hours is reached. It goes on by itself."),
    QUIET_HOURS("It is a quiet hour where the person lives. It goes on by itself."),
    WAITING_FOR_WINDOW("The request asked to wait until the person writes."),
    CLOUD_UNREACHABLE("Meta could not be reached, so nothing was sent. It is tried again by itself."),
    EXPIRED("Its time to be sent was over before it could leave. Send it again if it still matters."),
    CANCELLED("It was cancelled before it left."),
    CLOUD_API("Meta refused it with an error of its own; the detail has Meta's words."),
    AWAITING_STATUS(
            "It left, but Meta's answer never came. The status that Meta sends of it will tell; nothing is to be done yet."),
    ALSO_DELIVERED("The same request was delivered twice: the earlier send was resent and proved delivered after all."),
    ANSWER_LOST(
            "It left, but Meta's answer never came: it may have arrived or not. Look at the chat before sending again."),
    NOT_DELIVERED_IN_TIME("Meta took it, but it was never delivered in the time a message lives."),
    WRONG_STATE("What was asked for cannot be done in the state that it is in. The detail names the state."),
    NOT_ALLOWED("The API key is missing, unknown, or not meant for this."),
    NOT_FOUND("There is nothing under this name. Check its spelling."),
    BODY_TOO_LARGE("The body is larger than 4 MiB. Split it."),
    NOT_DURABLE("The engine cannot write to its disk at the moment, so nothing was accepted. Try again."),
    INTERNAL_FAULT("The engine failed on it again and again; its log says why. It is kept and can be replayed."),
    BROKEN_ITEM("This part of a webhook could not be read. It is kept as it came and can be replayed."),
    MEDIA_EXPIRED(
            "Meta keeps a file for 7 days, and it could not be fetched in that time. Ask the person to send it again."),
    MEDIA_NOT_DOWNLOADABLE(
            "Meta could not take this file from the person (131052). Ask the person to send it again, smaller."),
    MEDIA_NOT_KEPT("The file was fetched, and is not where it was put any more. Look for it in a backup."),
    MEDIA_ON_PHONE(
            "This file is only on the phone: Meta delivers those of the last 14 days before the linking. Look at it there, or ask for it again."),
    MEDIA_UNKNOWN(
            "There is no such file to send. Put it into data/media-out or upload it with POST /numbers/{n}/media."),
    MEDIA_REFUSED("Meta does not take this file. The detail has Meta's words."),
    MEDIA_UPLOADING("Its file is being uploaded to Meta. It goes on by itself.");

    private final String advice;

    Reason(String advice) {
        this.advice = advice;
    }

    /** One or two sentences for a person: what happened and what to do. */
    public String advice() {
        return advice;
    }

    /** The public spelling, as in {@code window_closed_no_template}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
