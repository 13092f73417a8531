package dev.tandem.operation;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.SendDesk;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.webhook.Person;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands out, and erases, everything that is stored about a person. Thread-safe. */
public final class PersonDesk {

    private static final int PAGE = 500;

    private final PersonStore persons;
    private final List<PersonalData> kinds;
    private final SendLedger ledger;
    private final SendDesk sends;
    private final Clock clock;

    public PersonDesk(PersonStore persons, List<PersonalData> kinds, SendLedger ledger, SendDesk sends, Clock clock) {
        this.persons = persons;
        this.kinds = List.copyOf(kinds);
        this.ledger = ledger;
        this.sends = sends;
        this.clock = clock;
    }

    /**
     * What was done to forget a person.
     *
     * @param erased how many things of each kind
     * @param cancelled sends that had not left and never will
     * @param underWay requests that were on their way to Meta: their answer is still recorded, so ask again in a minute
     */
    public record Forgotten(Map<String, Integer> erased, int cancelled, int underWay) {}

    /**
     * Everything one number knows of a person, by kind.
     *
     * @param contact a name as {@link dev.tandem.webhook.ContactName} makes it
     */
    public Map<String, List<Map<String, Object>>> export(BusinessNumber number, String contact) {
        DataSubject person = subject(number, contact);
        Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
        kinds.forEach(kind -> all.put(kind.kind(), kind.export(person)));
        return all;
    }

    /**
     * Erases everything one number knows of a person, in one transaction. What has not left is cancelled before. Sends keep
     * their row, key and state as evidence, without content and recipient. Asking twice does nothing twice.
     */
    public Forgotten forget(BusinessNumber number, String contact) {
        DataSubject person = subject(number, contact);
        int cancelled = 0;
        int underWay = 0;
        for (Send send : sends(person)) {
            if (send.state().isCancellable()) {
                SendState now =
                        sends.cancel(SendIds.text(send.id())).map(Send::state).orElse(SendState.CANCELLED);
                cancelled += now == SendState.CANCELLED ? 1 : 0;
                underWay += now == SendState.SENDING ? 1 : 0;
            } else if (send.state() == SendState.SENDING) {
                underWay++;
            }
        }
        Instant now = clock.instant();
        Map<String, Integer> erased = persons.atOnce(() -> {
            Map<String, Integer> counts = new LinkedHashMap<>();
            kinds.forEach(kind -> counts.put(kind.kind(), kind.erase(person, now)));
            return counts;
        });
        return new Forgotten(erased, cancelled, underWay);
    }

    private DataSubject subject(BusinessNumber number, String contact) {
        boolean isPhone = Character.isDigit(contact.charAt(0));
        Person asked = new Person(isPhone ? contact : null, null, isPhone ? null : contact, null);
        return new DataSubject(number.phoneNumberId(), persons.names(number.phoneNumberId(), asked.names()));
    }

    /** Each once: a send is found under every name of its person. */
    private Collection<Send> sends(DataSubject person) {
        Map<Long, Send> all = new LinkedHashMap<>();
        for (String name : person.names()) {
            Long before = null;
            List<Send> page;
            do {
                page = ledger.search(filter(person, name, before));
                page.forEach(send -> all.put(send.id(), send));
                before = page.isEmpty() ? null : page.get(page.size() - 1).id();
            } while (page.size() == PAGE);
        }
        return all.values();
    }

    private static SendLedger.Filter filter(DataSubject person, String name, @Nullable Long before) {
        return new SendLedger.Filter(Set.of(person.phoneNumberId()), null, null, name, before, PAGE);
    }
}
