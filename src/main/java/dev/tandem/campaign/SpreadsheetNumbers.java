package dev.tandem.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Reason;
import dev.tandem.send.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/** What spreadsheets make of phone numbers that they take for something to reckon with. */
final class SpreadsheetNumbers {

    /** As in {@code 4,91701E+11}; the digits behind are lost, and a phone number of what is left is somebody else's. */
    private static final Pattern ROUNDED = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?[Ee][+-]?[0-9]+");

    /** As in {@code 491701234567.0}; read as it stands it has a digit too many, and is somebody else's. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{6,}[.,]0+");

    private static final String AS_TEXT =
            " Give the column the format 'Text' in the spreadsheet, enter or paste the numbers again, and save it anew.";

    private SpreadsheetNumbers() {}

    /** Takes the apostrophe away by which a spreadsheet is told that a number is text; a problem for what cannot be saved. */
    static Optional<Problem> repair(ObjectNode request) {
        if (!request.path("to").isTextual()) {
            return Optional.empty();
        }
        String to = request.path("to").asText();
        if (ROUNDED.matcher(to).matches()) {
            return problem(
                    "'" + to + "' is a number that the spreadsheet rounded: its last digits are lost." + AS_TEXT);
        }
        if (DECIMAL.matcher(to).matches()) {
            return problem("'" + to + "' was exported as a number with decimals." + AS_TEXT);
        }
        if (to.startsWith("'") || to.startsWith("\u2019")) {
            request.put("to", to.substring(1).strip());
        }
        return Optional.empty();
    }

    private static Optional<Problem> problem(String words) {
        return Optional.of(Problem.at("to", Reason.INVALID_RECIPIENT, words));
    }
}
