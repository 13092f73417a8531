package dev.tandem.simulator.number;

/** The {@code wa_id} of numbers where WhatsApp keeps another form than people write. */
final class WaId {
    private WaId() {}

    /** The {@code wa_id} of an international number given in digits. */
    static String of(String digits) {
        if (digits.startsWith("55") && digits.length() == 13 && digits.charAt(4) == '9' && digits.charAt(2) >= '3') {
            return digits.substring(0, 4) + digits.substring(5); // Brazil: older areas without the ninth digit
        }
        if (digits.startsWith("52") && digits.length() == 12) {
            return "521" + digits.substring(2); // Mexico: with the mobile digit of old
        }
        if (digits.startsWith("54") && digits.length() == 12 && digits.charAt(2) != '9') {
            return "549" + digits.substring(2); // Argentina: with the mobile digit
        }
        return digits;
    }
}
