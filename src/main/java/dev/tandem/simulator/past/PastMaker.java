package dev.tandem.simulator.past;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.meta.Wamids;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.ChatMessage.Origin;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Puts chats from before the linking on the phone. Persons, ids, texts and ages follow from the seed, so that a seed a
 * second time adds nothing that is there already. Thread-safe.
 */
final class PastMaker {
    /** Mobile numbers with eight more digits: Germany, Spain, Brazil, Mexico, Britain. */
    private static final List<String> PREFIXES = List.of("49151", "346", "55519", "5255", "4477");

    private static final int NUMBERS = 100_000_000;
    /** A prime, so that neighbours in the list are no neighbours in the phone book. */
    private static final int STRIDE = 7919;

    private static final List<String> MEDIA = List.of("image", "document", "image", "audio", "video", "sticker");
    private static final double IN_PHONE_BOOK = 0.7;

    private final People people;

    PastMaker(People people) {
        this.people = people;
    }

    /** Makes chats and the entries of the phone book. */
    void make(SimulatedNumber number, PhoneBook book, LinkOptions options, Instant linkedAt) {
        SplittableRandom random = new SplittableRandom(options.seed());
        int first = random.nextInt(NUMBERS);
        for (int i = 0; i < options.conversations() + options.contacts(); i++) {
            SplittableRandom own = random.split();
            Person person = person(number, first, i);
            boolean writes = i < options.conversations();
            if (!writes || own.nextDouble() < IN_PHONE_BOOK) {
                book.put(entry(person, own, linkedAt));
            }
            if (writes) {
                chat(number, person, own, options, linkedAt);
            }
        }
    }

    private Person person(SimulatedNumber number, int first, int position) {
        long digits = (first + (long) position * STRIDE) % NUMBERS;
        String phone = "+" + PREFIXES.get(position % PREFIXES.size()) + String.format(Locale.ROOT, "%08d", digits);
        Person person = people.byPhone(phone, number.profile().digits());
        if (person == null) {
            throw new IllegalStateException(phone + " is a phone number");
        }
        return person;
    }

    private static PhoneBook.Entry entry(Person person, SplittableRandom random, Instant linkedAt) {
        // An owner writes names in a way of their own.
        String name = random.nextInt(4) == 0 ? person.name() + " (Kundschaft)" : person.name();
        Instant changedAt = linkedAt.minus(Duration.ofMinutes(1L + random.nextInt(500_000)));
        return PhoneBook.Entry.of(person, name, changedAt);
    }

    private static void chat(
            SimulatedNumber number, Person person, SplittableRandom random, LinkOptions options, Instant linkedAt) {
        Chat chat = number.chatWith(person);
        long[] ages = ages(random, options);
        String name = person.key() + "P" + number.phoneNumberId() + "S"
                + Long.toHexString(options.seed()).toUpperCase(Locale.ROOT) + "N";
        List<ChatMessage> made = new ArrayList<>(ages.length);
        for (int i = 0; i < ages.length; i++) {
            SplittableRandom own = random.split();
            String id = Wamids.of(name + Integer.toHexString(i).toUpperCase(Locale.ROOT));
            if (number.chatOfMessage(id) == null) {
                made.add(message(id, own, i, options.media(), linkedAt.getEpochSecond() - ages[i]));
            }
        }
        number.addPast(chat, made);
    }

    /** Ages in seconds, oldest first; the nearer the linking the denser, so that every phase has some. */
    private static long[] ages(SplittableRandom random, LinkOptions options) {
        long span = Duration.ofDays(options.days()).toSeconds();
        long[] times = new long[options.messagesPerConversation()];
        for (int i = 0; i < times.length; i++) {
            double share = random.nextDouble();
            times[i] = -Math.max(1, (long) (span * share * share));
        }
        Arrays.sort(times);
        for (int i = 0; i < times.length; i++) {
            times[i] = -times[i];
        }
        return times;
    }

    private static ChatMessage message(String id, SplittableRandom random, int position, double media, long timestamp) {
        boolean ofBusiness = position > 0 && random.nextInt(100) < 45;
        boolean file = random.nextDouble() < media;
        String type = file ? MEDIA.get(random.nextInt(MEDIA.size())) : "text";
        ObjectNode content = MetaJson.object().put("type", type);
        ObjectNode inner = content.putObject(type);
        if (!file) {
            inner.put("body", Smalltalk.next(random, ofBusiness, position + 1));
        } else {
            inner.put("mime_type", SampleFiles.mimeType(type));
            if (type.equals("document")) {
                inner.put("filename", "Angebot/Offer " + (position + 1) + ".pdf");
            } else if (type.equals("image") && random.nextBoolean()) {
                inner.put("caption", Smalltalk.next(random, ofBusiness, position + 1));
            }
        }
        ChatMessage message =
                new ChatMessage(id, ofBusiness ? Origin.APP : Origin.USER, timestamp, MetaJson.write(content));
        message.status(status(random.nextInt(100), ofBusiness, type.equals("audio")));
        return message;
    }

    private static String status(int percent, boolean ofBusiness, boolean audio) {
        if (percent < 60) {
            return audio ? "played" : "read";
        }
        if (!ofBusiness || percent < 88) {
            return "delivered";
        }
        if (percent < 95) {
            return "sent";
        }
        return percent < 98 ? "pending" : "failed";
    }
}
