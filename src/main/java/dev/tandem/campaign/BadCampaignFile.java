package dev.tandem.campaign;

import java.util.List;

/** A file that cannot be used as a whole. The message is written for the person who dropped it, a line per fault. */
public final class BadCampaignFile extends Exception {

    public BadCampaignFile(String message) {
        super(message);
    }

    BadCampaignFile(List<String> faults) {
        super(String.join("\n", faults));
    }

    BadCampaignFile(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is wrong and what to do. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
