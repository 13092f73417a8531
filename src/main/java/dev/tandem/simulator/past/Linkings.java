package dev.tandem.simulator.past;

import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.time.SimulatorClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The linkings of all numbers, each number's newest, with its phone book and all calls about it. A number whose
 * {@code linkedAt} was changed by hand counts as linked anew, with the chats it has as its past. Thread-safe.
 */
public final class Linkings {
    private final SimulatorClock clock;
    private final Numbers numbers;
    private final PastMaker maker;
    private final Map<String, OfNumber> byNumber = new ConcurrentHashMap<>();

    public Linkings(SimulatorClock clock, Numbers numbers, People people) {
        this.clock = clock;
        this.numbers = numbers;
        this.maker = new PastMaker(people);
    }

    /** Links a number now: its phone gets the past that was asked for beside the chats it has. */
    public Linking link(SimulatedNumber number, LinkOptions options) {
        OfNumber here = of(number);
        synchronized (here) {
            // Messages are dated in seconds: one of the same second must not be from before.
            Instant linkedAt = after(here.current, clock.now().truncatedTo(ChronoUnit.SECONDS));
            maker.make(number, here.book, options, linkedAt);
            numbers.put(linkedAt(number.profile(), linkedAt));
            number.sharesHistory(options.shareHistory());
            number.link().link();
            number.closeWindows();
            return here.replace(new Linking(options, Past.of(number, linkedAt)));
        }
    }

    /** The linking that is in force. */
    public Linking current(SimulatedNumber number) {
        OfNumber here = of(number);
        synchronized (here) {
            Instant linkedAt = number.profile().linkedAt();
            Linking known = here.current;
            if (known != null && known.linkedAt().equals(linkedAt)) {
                return known;
            }
            for (Chat chat : number.chats()) {
                if (!here.book.has(chat.person().key())) {
                    here.book.put(
                            PhoneBook.Entry.of(chat.person(), chat.person().name(), linkedAt));
                }
            }
            return here.replace(new Linking(
                    LinkOptions.ofWhatIsThere(number.sharesHistory(), known == null ? null : known.options()),
                    Past.of(number, linkedAt)));
        }
    }

    public PhoneBook book(SimulatedNumber number) {
        return of(number).book;
    }

    /** All calls about a number, over all its linkings, in the order they came. */
    public List<SyncCall> calls(SimulatedNumber number) {
        OfNumber here = of(number);
        synchronized (here) {
            return List.copyOf(here.calls);
        }
    }

    /** Notes a call. */
    public void note(SimulatedNumber number, SyncCall call) {
        OfNumber here = of(number);
        synchronized (here) {
            here.calls.add(call);
        }
    }

    private OfNumber of(SimulatedNumber number) {
        return byNumber.computeIfAbsent(number.phoneNumberId(), id -> new OfNumber());
    }

    /** Two linkings never have the same time, because it is what tells them apart. */
    private static Instant after(@Nullable Linking before, Instant wanted) {
        return before == null || wanted.isAfter(before.linkedAt())
                ? wanted
                : before.linkedAt().plusMillis(1);
    }

    private static NumberProfile linkedAt(NumberProfile before, Instant linkedAt) {
        return new NumberProfile(
                before.phoneNumberId(),
                before.alias(),
                before.displayPhoneNumber(),
                before.wabaId(),
                before.token(),
                before.verifiedName(),
                before.quality(),
                linkedAt,
                before.limits());
    }

    /** What is kept of one number; guarded by itself. */
    private static final class OfNumber {
        private final PhoneBook book = new PhoneBook();
        private final List<SyncCall> calls = new ArrayList<>();
        private @Nullable Linking current;

        Linking replace(Linking linking) {
            if (current != null) {
                current.stop();
            }
            current = linking;
            return linking;
        }
    }
}
