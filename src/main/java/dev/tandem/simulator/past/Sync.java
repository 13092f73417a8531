package dev.tandem.simulator.past;

import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.time.Agenda;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Meta's side of the sync: what may be asked for when, and what comes then (R14 to R29). Thread-safe. */
public final class Sync {
    private static final Duration WITHIN = Duration.ofHours(24);

    private final SimulatorClock clock;
    private final Linkings linkings;
    private final Postman postman;
    private final PastWebhooks webhooks;
    private final DeliveryPlan plan;
    private final PastPost post;

    public Sync(
            SimulatorClock clock,
            Agenda agenda,
            Behaviour behaviour,
            Postman postman,
            MediaFiles files,
            Linkings linkings) {
        this.clock = clock;
        this.linkings = linkings;
        this.postman = postman;
        this.webhooks = new PastWebhooks(behaviour);
        this.plan = new DeliveryPlan(behaviour, webhooks, new LateMedia(clock, behaviour, files));
        this.post = new PastPost(agenda, postman);
    }

    /**
     * Asks for contacts or history; webhooks follow.
     *
     * @throws MetaException 2593108 more than 24 hours after the linking, 2593107 the second time
     */
    public void ask(SimulatedNumber number, SyncType type) {
        Linking linking = linkings.current(number);
        if (clock.now().isAfter(linking.linkedAt().plus(WITHIN))) {
            throw new MetaException(
                    MetaError.SYNC_TOO_LATE,
                    "the number was linked at " + linking.linkedAt() + ", and " + type.metaName()
                            + " can be asked for within 24 hours of that; link it again to get another chance");
        }
        if (!linking.accept(type)) {
            throw new MetaException(
                    MetaError.SYNC_USED_UP,
                    type.metaName() + " was asked for since the number was linked at " + linking.linkedAt()
                            + ", and once is all there is; link it again to get another chance");
        }
        Delivery delivery = plan.of(type, number.profile(), linking, linkings.book(number));
        linking.delivering(type, delivery);
        post.start(delivery, linking.options().courier());
    }

    /** Delivers everything once more that calls since the linking brought: at least once is what Meta promises. */
    public void deliverAgain(SimulatedNumber number) {
        Linking linking = linkings.current(number);
        for (SyncType type : SyncType.values()) {
            Delivery before = linking.delivery(type);
            if (before != null) {
                Delivery again = before.again();
                linking.delivering(type, again);
                post.start(again, LinkOptions.Courier.TIDY);
            }
        }
    }

    /** The owner writes a person into the phone book, or changes the name there. */
    public PhoneBook.Entry addContact(SimulatedNumber number, Person person, String fullName) {
        PhoneBook.Entry entry = PhoneBook.Entry.of(person, fullName, clock.now());
        linkings.book(number).put(entry);
        tell(number.profile(), ContactItem.added(entry));
        return entry;
    }

    /** The owner takes a person out of the phone book; null if nobody was there. */
    public PhoneBook.@Nullable Entry removeContact(SimulatedNumber number, Person person) {
        PhoneBook.Entry entry = linkings.book(number).remove(person.key());
        if (entry != null) {
            tell(number.profile(), new ContactItem(entry, true, clock.now()));
        }
        return entry;
    }

    private void tell(NumberProfile number, ContactItem item) {
        postman.offer(webhooks.contacts(number, List.of(item), Receipt.NONE));
    }
}
