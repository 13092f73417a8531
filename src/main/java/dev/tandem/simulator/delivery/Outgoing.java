package dev.tandem.simulator.delivery;

import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Person;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message of the business on its way to a person, for which statuses are due.
 *
 * @param message the message as the chat keeps it
 * @param byUserId whether it was addressed by user id
 * @param onlySent reactions never get more than {@code sent}
 * @param attempt the send's {@code biz_opaque_callback_data}
 * @param pricing null for what the app sends, which is free
 * @param freeEntryUntil end of the free entry point it goes through
 * @param failure what fails it after it was accepted, null if nothing does
 * @param noted told of each status when its webhook is about to be posted
 */
public record Outgoing(
        NumberProfile number,
        Person person,
        ChatMessage message,
        boolean byUserId,
        boolean onlySent,
        @Nullable String attempt,
        @Nullable Pricing pricing,
        @Nullable Instant freeEntryUntil,
        @Nullable MetaException failure,
        Consumer<DeliveryEvent> noted) {}
