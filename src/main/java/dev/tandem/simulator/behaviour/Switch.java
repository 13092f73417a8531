package dev.tandem.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/**
 * Everything about Meta that is untidy, or that the facts leave open, as a switch with two starting values: one for a
 * tidy simulator and one for a simulator as untidy as Meta. A rate is a share from 0 to 1.
 */
@SuppressWarnings("ImmutableEnumChecker") // the values are numbers, words and records
public enum Switch {
    /** Share of accepted sends that are read at all. */
    READ_RATE("readRate", Kind.RATE, 0.0, 0.5),
    /** Share of read sends whose {@code delivered} is skipped. */
    READ_WITHOUT_DELIVERED_RATE("readWithoutDeliveredRate", Kind.RATE, 0.0, 0.1),
    /** Share of accepted sends whose {@code sent} is posted before the HTTP answer is written. */
    STATUS_BEFORE_ANSWER_RATE("statusBeforeAnswerRate", Kind.RATE, 0.0, 0.1),
    /** Share of accepted sends that are {@code sent} and later {@code failed} (131026). */
    LATE_FAILED_RATE("lateFailedRate", Kind.RATE, 0.0, 0.01),
    /** Share of accepted sends that never get a status. */
    NO_STATUS_RATE("noStatusRate", Kind.RATE, 0.0, 0.01),
    /** Share of people whose phone number webhooks do not show, only their user id (R90). */
    HIDDEN_PHONE_RATE("hiddenPhoneRate", Kind.RATE, 0.0, 0.05),
    /** Share of webhook items with a field nobody documented; a tenth of it adds an unknown value and field. */
    UNKNOWN_FIELD_RATE("unknownFieldRate", Kind.RATE, 0.0, 0.1),
    /** Brazilian, Mexican and Argentine numbers get a {@code wa_id} unlike the input. */
    WA_ID_DIFFERS("waIdDiffers", Kind.FLAG, false, true),
    /** Delay before each status, after the one before it. */
    STATUS_DELAY_MS("statusDelayMs", Kind.MILLIS, new Millis(20, 60), new Millis(20, 200)),
    /** A send through the API comes back as an echo, too (R35: not documented). */
    ECHO_API_SENDS("echoApiSends", Kind.FLAG, false, false),
    /** Messages typed on the phone get statuses (R36: not documented). */
    APP_MESSAGE_STATUSES("appMessageStatuses", Kind.FLAG, false, false),
    /** {@code failed} carries {@code biz_opaque_callback_data}; promised for the other statuses only. */
    FAILED_CARRIES_ID("failedCarriesId", Kind.FLAG, true, false),
    /** Whether a closed window (131047) is told in the answer, {@code sync}, or by a {@code failed}, {@code async}. */
    CLOSED_WINDOW("closedWindow", Kind.SYNC_OR_ASYNC, "sync", "async"),
    /** Share of free-form sends refused with 131047 although the window is open (R60). */
    OPEN_WINDOW_REFUSAL_RATE("openWindowRefusalRate", Kind.RATE, 0.0, 0.0),
    /** Whether marketing to a person who stopped it (131050) is told in the answer, {@code sync}, or by a {@code failed}. */
    OPT_OUT_REFUSAL("optOutRefusal", Kind.SYNC_OR_ASYNC, "sync", "async"),
    /** Messages typed on the phone count to the throughput (R42: not documented). */
    COUNT_APP_MESSAGES("countAppMessages", Kind.FLAG, false, false),
    /** The portfolio's tier is enforced (131048), over all numbers together (R69). */
    ENFORCE_TIER("enforceTier", Kind.FLAG, false, false),
    /** Share of template sends answered {@code held_for_quality_assessment} (R76). */
    HELD_FOR_QUALITY_RATE("heldForQualityRate", Kind.RATE, 0.0, 0.0),
    /** Held template sends fail (132015) instead of going out. */
    HELD_FAILS("heldFails", Kind.FLAG, false, false),
    /**
     * {@code message_history} shows what Meta's pages say: {@code SENT} … {@code ERROR}, no events unless asked for, and
     * events alone as edges. Else the words of webhooks and everything there is.
     */
    HISTORY_AS_DOCUMENTED("historyAsDocumented", Kind.FLAG, false, false),
    /** Share of messages of the past whose status is written in lower case. */
    HISTORY_LOWER_CASE_RATE("historyLowerCaseRate", Kind.RATE, 0.0, 0.3),
    /** Share of the business's messages of the past that say to whom they went; Meta's samples leave it out. */
    HISTORY_TO_RATE("historyToRate", Kind.RATE, 1.0, 0.5),
    /** Messages of the past say {@code from_me}; seen in partners' samples only. */
    HISTORY_FROM_ME("historyFromMe", Kind.FLAG, false, false),
    /** Share of threads of the past with a {@code context} that names the person. */
    HISTORY_CONTEXT_RATE("historyContextRate", Kind.RATE, 1.0, 0.8),
    /** Share of webhooks of contacts and of the past whose times are numbers and not text. */
    NUMERIC_TIME_RATE("numericTimeRate", Kind.RATE, 0.0, 0.1),
    /** Share of contacts with a phone number that name the user id, too. */
    CONTACT_USER_ID_RATE("contactUserIdRate", Kind.RATE, 0.0, 0.5),
    /** Progress says 100 from the middle on, long before the last chunk. */
    HISTORY_PROGRESS_EARLY("historyProgressEarly", Kind.FLAG, false, false),
    /** A past with nothing in it ends with one empty webhook of progress 100; else nothing comes (R23). */
    HISTORY_EMPTY_TELLS("historyEmptyTells", Kind.FLAG, true, false),
    /** That the owner does not share (2593109) comes in {@code value.errors} and not inside {@code history}. */
    HISTORY_DECLINE_BARE("historyDeclineBare", Kind.FLAG, false, false),
    /**
     * Late media of the business comes as Meta's sample has it: in {@code messages}, as if from the person, dated when
     * it is posted. Else in {@code message_echoes} with direction and time of its placeholder.
     */
    LATE_MEDIA_AS_MESSAGES("lateMediaAsMessages", Kind.FLAG, false, false),
    /** Webhooks about templates write their language with a dash, {@code en-US}. */
    TEMPLATE_LANGUAGE_DASH("templateLanguageDash", Kind.FLAG, false, true),
    /** Hours a free entry point stays open after the answer (R61: 72, or 168 by newer reports). */
    FREE_ENTRY_HOURS("freeEntryHours", Kind.COUNT, 72, 72),
    /** Gap before the second retry of a webhook (the first comes at once), doubled each time up to 6 hours. */
    RETRY_FIRST_GAP_MS("retryFirstGapMs", Kind.COUNT, 1000, 1000);

    private final String jsonName;
    private final Kind kind;
    private final Object tidy;
    private final Object untidy;

    Switch(String jsonName, Kind kind, Object tidy, Object untidy) {
        this.jsonName = jsonName;
        this.kind = kind;
        this.tidy = tidy;
        this.untidy = untidy;
    }

    /** The name in {@code PUT /control/behaviour}. */
    public String jsonName() {
        return jsonName;
    }

    public static Optional<Switch> named(String name) {
        return Arrays.stream(values()).filter(s -> s.jsonName.equals(name)).findFirst();
    }

    Object startValue(boolean isTidy) {
        return isTidy ? tidy : untidy;
    }

    Object parse(JsonNode value) {
        return kind.parse(jsonName, value);
    }

    /** What values a switch takes. */
    private enum Kind {
        FLAG("true or false") {
            @Override
            boolean fits(JsonNode v) {
                return v.isBoolean();
            }

            @Override
            Object read(JsonNode v) {
                return v.booleanValue();
            }
        },
        RATE("a number from 0 to 1") {
            @Override
            boolean fits(JsonNode v) {
                return v.isNumber() && v.doubleValue() >= 0 && v.doubleValue() <= 1;
            }

            @Override
            Object read(JsonNode v) {
                return v.doubleValue();
            }
        },
        COUNT("a whole number from 0 on") {
            @Override
            boolean fits(JsonNode v) {
                return v.canConvertToInt() && v.isIntegralNumber() && v.intValue() >= 0;
            }

            @Override
            Object read(JsonNode v) {
                return v.intValue();
            }
        },
        MILLIS("milliseconds, one number or [low, high]") {
            @Override
            boolean fits(JsonNode v) {
                return MillisJson.fits(v);
            }

            @Override
            Object read(JsonNode v) {
                return MillisJson.read(v);
            }
        },
        SYNC_OR_ASYNC("\"sync\" or \"async\"") {
            @Override
            boolean fits(JsonNode v) {
                return v.isTextual()
                        && (v.textValue().equals("sync") || v.textValue().equals("async"));
            }

            @Override
            Object read(JsonNode v) {
                return v.textValue();
            }
        };

        private final String wanted;

        Kind(String wanted) {
            this.wanted = wanted;
        }

        abstract boolean fits(JsonNode value);

        abstract Object read(JsonNode value);

        Object parse(String name, JsonNode value) {
            if (!fits(value)) {
                throw new IllegalArgumentException(name + " must be " + wanted + ", not " + value);
            }
            return read(value);
        }
    }
}
