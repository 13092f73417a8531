package dev.tandem.coexistence.linking;

import java.util.List;
import java.util.Set;

/**
 * What a linking asks of Meta. Nothing here registers or deregisters a number, and nothing may (R4). Every method is one or
 * two calls and may be repeated, except {@link #exchange}. Thread-safe; waits for the network.
 */
public interface MetaAccount {

    /** The webhook fields that a number needs which lives on the phone (R6). */
    Set<String> NEEDED_FIELDS =
            Set.of("messages", "history", "smb_app_state_sync", "smb_message_echoes", "account_update");

    /** Exchanges a code for a token: it works once, so it is asked once. */
    IssuedToken exchange(Secret code) throws LinkTroubleException;

    /** Those of {@link #NEEDED_FIELDS} that the app is not subscribed to. */
    Set<String> missingFields() throws LinkTroubleException;

    /** Subscribes the app to the account, and sees that it is. */
    void subscribe(String wabaId, Secret token) throws LinkTroubleException;

    /** The account's numbers (R3). */
    List<MetaNumber> numbers(String wabaId, Secret token) throws LinkTroubleException;

    /** One number (R5). */
    MetaNumber number(String phoneNumberId, Secret token) throws LinkTroubleException;
}
