package dev.tandem.simulator.signup;

import org.jspecify.annotations.Nullable;

/**
 * What a person does in Meta's dialog (R7).
 *
 * @param scan {@code qr} or {@code code}: how window and phone are brought together
 * @param connect whether the person taps Connect in the chat of Meta's account
 * @param confirm whether the person confirms at the end
 * @param share whether the history is shared (R24)
 * @param number the phone's number in digits
 * @param name of the business
 * @param wabaId an account that is there already, null for one of the number's own
 * @param error what goes wrong, null for nothing
 */
public record Dialog(
        String scan,
        boolean connect,
        boolean confirm,
        boolean share,
        String number,
        @Nullable String name,
        @Nullable String wabaId,
        @Nullable DialogError error) {}
