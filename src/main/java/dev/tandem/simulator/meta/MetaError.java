package dev.tandem.simulator.meta;

import java.util.HashMap;
import java.util.Map;

/**
 * An error as the Cloud API reports it. Clients branch on {@code code}; the HTTP status follows Meta's last published
 * column.
 *
 * @param code Meta's code
 * @param httpStatus status of a synchronous answer
 * @param title short text, ours
 * @param isTransient whether trying again can help
 */
public record MetaError(int code, int httpStatus, String title, boolean isTransient) {
    private static final Map<Integer, MetaError> KNOWN = new HashMap<>();

    public static final MetaError UNSUPPORTED_PARAMETER = known(100, 400, "Unsupported or misspelled parameter");
    public static final MetaError TOKEN = known(190, 401, "Access token is missing, wrong or expired");
    public static final MetaError SENDER_IS_RECIPIENT = known(131021, 400, "Sender and recipient are the same");
    public static final MetaError UNDELIVERABLE = known(131026, 400, "Message could not be delivered");
    public static final MetaError REQUIRED_MISSING = known(131008, 400, "A required parameter is missing");
    public static final MetaError VALUE_INVALID = known(131009, 400, "A parameter has an invalid value");
    public static final MetaError WINDOW_CLOSED = known(131047, 400, "The customer service window is closed");
    public static final MetaError PORTFOLIO_LIMIT = known(131048, 400, "Messaging limit or spam limit reached");
    public static final MetaError MARKETING_STOPPED = known(131050, 400, "User stopped marketing messages");
    public static final MetaError UNSUPPORTED_TYPE = known(131051, 400, "Message type is not supported");
    public static final MetaError PAIR_LIMIT = known(131056, 400, "Too many messages to this user (pair limit)");
    public static final MetaError THROUGHPUT = known(130429, 400, "Throughput of the number is used up");
    public static final MetaError TEMPLATE_PARAMETER_COUNT = known(132000, 400, "Number of parameters differs");
    public static final MetaError TEMPLATE_UNKNOWN = known(132001, 404, "Template is not there in this language");
    public static final MetaError TEMPLATE_TEXT_TOO_LONG = known(132005, 400, "Filled template text is too long");
    public static final MetaError TEMPLATE_PARAMETER_FORMAT = known(132012, 400, "Parameter format differs");
    public static final MetaError TEMPLATE_PAUSED = known(132015, 400, "Template is paused");
    public static final MetaError TEMPLATE_DISABLED = known(132016, 400, "Template is disabled");

    public static final MetaError SYNC_USED_UP = known(2593107, 400, "Sync was asked for already");
    public static final MetaError SYNC_TOO_LATE = known(2593108, 400, "Sync was asked for too late");
    public static final MetaError HISTORY_NOT_SHARED = known(2593109, 400, "The owner does not share the history");

    static {
        known(0, 401, "Token can not be authenticated");
        known(1, 400, "Unknown API or malformed call", true);
        known(2, 503, "Service is down or overloaded", true);
        known(3, 500, "Capability is missing");
        known(4, 429, "Too many calls of this app", true);
        known(10, 403, "Permission was not granted");
        known(33, 400, "Parameter value is wrong");
        known(200, 403, "Permission is missing");
        known(368, 403, "Account is restricted for a policy violation");
        known(803, 404, "Object is unknown");
        known(80007, 400, "Management calls used up", true);
        known(130403, 403, "The business has blocked this user");
        known(130472, 400, "User is part of an experiment");
        known(130497, 403, "Country of the recipient is not allowed");
        known(131000, 500, "Something went wrong", true);
        known(131005, 403, "Access denied");
        known(131016, 500, "Service is unavailable", true);
        known(131030, 400, "Recipient is not in the allow-list");
        known(131031, 403, "Account is locked");
        known(131037, 400, "Display name is not approved");
        known(131042, 400, "Payment problem");
        known(131045, 500, "Registration problem");
        known(131049, 400, "Not delivered to keep the ecosystem healthy");
        known(131052, 400, "Media download failed");
        known(131053, 400, "Media upload failed");
        known(131055, 400, "Method is not allowed");
        known(131057, 500, "Account is in maintenance", true);
        known(131062, 400, "User id is not allowed for this message");
        known(131063, 400, "Marketing sends are switched off here");
        known(131064, 400, "Templates are limited after misclassification");
        known(132007, 400, "Template breaks the content policy");
        known(132018, 400, "Template parameters are invalid");
        known(132068, 400, "Flow is blocked");
        known(132069, 400, "Flow is throttled");
        known(133004, 503, "Server is down for a while", true);
        known(133010, 400, "Number is not registered");
        known(134101, 400, "Template is still syncing", true);
        known(135000, 400, "Something about the request is wrong");
        known(2494100, 400, "Business is in maintenance mode", true);
    }

    /** The error of a code; a code nobody listed is a plain 400. */
    public static MetaError of(int code) {
        MetaError found = KNOWN.get(code);
        return found != null ? found : new MetaError(code, 400, "Error " + code, false);
    }

    private static MetaError known(int code, int httpStatus, String title) {
        return known(code, httpStatus, title, false);
    }

    private static MetaError known(int code, int httpStatus, String title, boolean isTransient) {
        MetaError error = new MetaError(code, httpStatus, title, isTransient);
        KNOWN.put(code, error);
        return error;
    }
}
