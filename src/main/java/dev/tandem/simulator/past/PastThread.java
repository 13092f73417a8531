package dev.tandem.simulator.past;

import dev.tandem.simulator.number.Person;
import java.util.List;

/** One chat of the past, its messages in order of time. */
record PastThread(Person person, List<PastMessage> messages) {

    /** The name of the thread in webhooks: the phone number, or the user id of who hides it. */
    String id() {
        String waId = person.shownWaId();
        return waId != null ? waId : person.userId();
    }
}
