package dev.tandem.simulator.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What users change about themselves: whether they want marketing, their phone number, their user id. Thread-safe. */
public final class UserAccount {
    private final SimulatorClock clock;
    private final Numbers numbers;
    private final People people;
    private final UserPhone userPhone;
    private final Postman postman;

    public UserAccount(SimulatorClock clock, Numbers numbers, People people, UserPhone userPhone, Postman postman) {
        this.clock = clock;
        this.numbers = numbers;
        this.people = people;
        this.userPhone = userPhone;
        this.postman = postman;
    }

    /**
     * Stops or resumes marketing of one number: {@code user_preferences}. From then on it is refused, or not.
     *
     * @return when, in simulated time
     */
    public Instant prefer(SimulatedNumber number, Person person, boolean stops) {
        Instant now = clock.now();
        number.chatWith(person).marketingStopped(stops);
        ObjectNode item = MetaJson.object();
        if (person.shownWaId() != null) {
            item.put("wa_id", person.shownWaId());
        }
        item.put("user_id", person.userId())
                .put("detail", stops ? "the user asked to stop marketing" : "the user wants marketing again")
                .put("category", "marketing_messages")
                .put("value", stops ? "stop" : "resume")
                .put("timestamp", now.getEpochSecond());
        offer(number, "user_preferences", person, item);
        return now;
    }

    /**
     * A person changes the phone number and keeps all chats; nobody is on WhatsApp with the old one, until somebody
     * writes from it. Every number with a chat gets the {@code system} message (R94). The user id changes, too (R91).
     *
     * @param target whoever has the new number so far; their chats join
     * @param tellsUserId whether {@code user_id_update} tells of the new user id at once
     * @return the person as reached from now on
     */
    public Person changeNumber(SimulatedNumber number, Person person, Person target, boolean tellsUserId) {
        String before = person.waId();
        String after = target.waId();
        if (before == null || after == null || before.equals(after)) {
            throw new IllegalArgumentException("from and to must be two different phone numbers");
        }
        List<SimulatedNumber> told = numbersWith(number, person);
        ObjectNode message = MetaJson.object().put("type", "system");
        message.putObject("system")
                .put("body", person.name() + " changed from " + before + " to " + after)
                .put("type", "user_changed_number")
                .put("wa_id", after);
        told.forEach(each -> userPhone.write(each, person, message, Duration.ZERO, null, null));
        Person moved = people.changeNumber(person, after);
        told.forEach(each -> each.move(person, moved));
        if (tellsUserId) {
            told.forEach(each -> tellUserId(each, person, moved));
        }
        return moved;
    }

    /**
     * A person gets a new user id, told by {@code user_id_update} to every number with a chat (R91).
     *
     * @return the person as known from now on
     */
    public Person changeUserId(SimulatedNumber number, Person person) {
        List<SimulatedNumber> told = numbersWith(number, person);
        Person changed = people.changeUserId(person);
        told.forEach(each -> each.move(person, changed));
        told.forEach(each -> tellUserId(each, person, changed));
        return changed;
    }

    private List<SimulatedNumber> numbersWith(SimulatedNumber number, Person person) {
        return numbers.all().stream()
                .filter(each -> each == number || each.chatIfAny(person) != null)
                .toList();
    }

    private void tellUserId(SimulatedNumber number, Person before, Person after) {
        ObjectNode item = MetaJson.object();
        if (after.shownWaId() != null) {
            item.put("wa_id", after.shownWaId());
        }
        item.put("detail", "the user id of " + after.name() + " changed");
        item.putObject("user_id").put("previous", before.userId()).put("current", after.userId());
        item.put("timestamp", Long.toString(clock.now().getEpochSecond()));
        offer(number, "user_id_update", after, item);
    }

    private void offer(SimulatedNumber number, String field, Person person, ObjectNode item) {
        postman.offer(new WebhookItem(number.profile(), field, field, item, Contacts.of(person, null), Receipt.NONE));
    }
}
