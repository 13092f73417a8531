package dev.tandem.send;

import dev.tandem.domain.Send;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one door: every request, whatever its way in, is accepted here. Accepted means that it stands in the ledger, on
 * disk, in one transaction; when writing fails the exception goes to the caller and nothing is accepted. Thread-safe.
 */
public final class SendAccept {

    private final RequestReader reader;
    private final ContactBook contacts;
    private final SendLedger ledger;
    private final ResultEvents events;
    private final FeedSignal feeder;
    private final DoorCheck door;
    private final Clock clock;

    /** @param door what is asked of a number before a new request of it is accepted */
    public SendAccept(
            RequestReader reader,
            ContactBook contacts,
            SendLedger ledger,
            ResultEvents events,
            FeedSignal feeder,
            DoorCheck door,
            Clock clock) {
        this.reader = reader;
        this.contacts = contacts;
        this.ledger = ledger;
        this.events = events;
        this.feeder = feeder;
        this.door = door;
        this.clock = clock;
    }

    /** Accepts or refuses one request. */
    public Verdict accept(Incoming incoming) {
        return acceptAll(List.of(incoming)).get(0);
    }

    /** Accepts or refuses each request by itself; all that can be accepted is written in one transaction. */
    public List<Verdict> acceptAll(List<Incoming> requests) {
        return acceptAll(read(requests));
    }

    /** Requests that were read and not accepted yet. Immutable. */
    public static final class Readings {
        private final List<Incoming> requests;
        private final List<RequestReader.Reading> each;

        private Readings(List<Incoming> requests, List<RequestReader.Reading> each) {
            this.requests = requests;
            this.each = each;
        }
    }

    /** The part of {@link #acceptAll(List)} that needs no database, so that it can be done while others are written. */
    public Readings read(List<Incoming> requests) {
        return new Readings(requests, reader.readAll(requests, clock.instant()));
    }

    /** Accepts what was read, as {@link #acceptAll(List)} does. */
    public List<Verdict> acceptAll(Readings read) {
        List<Incoming> requests = read.requests;
        List<RequestReader.Reading> readings = new ArrayList<>(requests.size());
        List<Send> candidates = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            Incoming incoming = requests.get(i);
            RequestReader.Reading reading = atTheDoor(incoming, read.each.get(i));
            readings.add(reading);
            Send send = reading.send();
            if (send != null && mayUse(incoming, send)) {
                candidates.add(send);
            }
        }
        List<Send> standing = candidates.isEmpty()
                ? List.of()
                : ledger.accept(contacts.resolve(candidates), send -> events.of(null, send));
        wake(standing);
        return verdicts(requests, readings, standing);
    }

    /**
     * What each request would become, by the same rules, without anything being written.
     *
     * @param send the send, never to be written; null when it would be refused
     * @param problems everything that stands in its way
     */
    public record Preview(@Nullable Send send, List<Problem> problems) {}

    /** Looks at requests beforehand. Numbers are not asked whether they take anything new: a campaign's rows wait for them. */
    public List<Preview> previewAll(Readings read) {
        List<RequestReader.Reading> readings = read.each;
        List<Send> sends = readings.stream()
                .map(RequestReader.Reading::send)
                .filter(Objects::nonNull)
                .toList();
        Iterator<Send> resolved = (sends.isEmpty() ? sends : contacts.resolve(sends)).iterator();
        return readings.stream()
                .map(reading -> new Preview(reading.send() == null ? null : resolved.next(), reading.problems()))
                .toList();
    }

    /**
     * A request that was accepted before gets the same answer again, however its number stands today. A campaign's row is not
     * asked: whoever dropped the file is not there to drop it again, so its rows are the outbox that waits (R65).
     */
    private RequestReader.Reading atTheDoor(Incoming incoming, RequestReader.Reading reading) {
        Send send = reading.send();
        if (send == null || !incoming.campaign().isEmpty() || !mayUse(incoming, send)) {
            return reading;
        }
        Send.Acceptance wanted = send.acceptance();
        return door.refusal(wanted.phoneNumberId())
                .filter(cause -> ledger.findByClientId(wanted.phoneNumberId(), wanted.clientId())
                        .isEmpty())
                .map(cause -> new RequestReader.Reading(null, List.of(new Problem("from", cause))))
                .orElse(reading);
    }

    private static List<Verdict> verdicts(
            List<Incoming> requests, List<RequestReader.Reading> readings, List<Send> standing) {
        List<Verdict> verdicts = new ArrayList<>(requests.size());
        int next = 0;
        for (int i = 0; i < requests.size(); i++) {
            Send send = readings.get(i).send();
            if (send == null) {
                verdicts.add(new Verdict.Refused(readings.get(i).problems()));
            } else if (!mayUse(requests.get(i), send)) {
                verdicts.add(new Verdict.Forbidden("'" + requests.get(i).source() + "' may not send from the number "
                        + send.acceptance().phoneNumberId() + ". Ask for a key that may."));
            } else {
                verdicts.add(verdict(send, standing.get(next++)));
            }
        }
        return verdicts;
    }

    private static Verdict verdict(Send wanted, Send standing) {
        if (wanted.id() == standing.id()) {
            return new Verdict.Accepted(standing, true);
        }
        boolean sameContent =
                wanted.acceptance().contentHash().equals(standing.acceptance().contentHash());
        return sameContent ? new Verdict.Accepted(standing, false) : new Verdict.Conflict(standing);
    }

    private static boolean mayUse(Incoming incoming, Send send) {
        Set<String> numbers = incoming.numbers();
        return numbers == null || numbers.contains(send.acceptance().phoneNumberId());
    }

    private void wake(List<Send> sends) {
        Set<String> numbers = new LinkedHashSet<>();
        sends.forEach(send -> numbers.add(send.acceptance().phoneNumberId()));
        numbers.forEach(feeder::wake);
    }
}
