package dev.tandem.simulator.number;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Switch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everyone who can be written to or can write: any plausible phone number is on WhatsApp. User ids, names and who
 * hides the phone number follow from the number and the seed, until somebody changes number or user id. Thread-safe.
 */
public final class People {
    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");
    private static final List<String> FIRST_NAMES =
            List.of("Zoë", "José", "Mina", "Åsa", "Jürgen", "Chloé", "Ola", "Łukasz", "Noor", "Iñaki");
    private static final List<String> LAST_NAMES =
            List.of("Example", "Müller", "Núñez", "Øster/Sund", "Test", "Böhm", "García", "Sample 🌿");

    private final PhoneNumberUtil phoneNumbers = PhoneNumberUtil.getInstance();
    private final Behaviour behaviour;
    private final Dice dice;
    private final Map<String, Person> byWaId = new ConcurrentHashMap<>();
    private final Map<String, Person> byUserId = new ConcurrentHashMap<>();
    /** By WhatsApp id, what no longer follows from it. */
    private final Map<String, Given> given = new ConcurrentHashMap<>();
    /** WhatsApp ids and user ids that belonged to somebody and belong to nobody now. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    private record Given(String userId, String name) {}

    public People(Behaviour behaviour, Dice dice) {
        this.behaviour = behaviour;
        this.dice = dice;
    }

    /**
     * The person behind a phone number, or null if nobody can have it. Without {@code +} Meta reads the digits as a
     * national number of the business's country first, and so does this.
     *
     * @param businessDigits the business number, for its country
     */
    public @Nullable Person byPhone(String written, String businessDigits) {
        String digits = Digits.of(written);
        if (!written.strip().startsWith("+")) {
            digits = asSeenFrom(businessDigits, digits);
        }
        if (digits.length() < 7 || digits.length() > 15 || digits.startsWith("0")) {
            return null;
        }
        return byWaId(behaviour.on(Switch.WA_ID_DIFFERS) ? WaId.of(digits) : digits);
    }

    /** The person with this user id, or null if it is not one. */
    public @Nullable Person byUserId(String userId) {
        if (!USER_ID.matcher(userId).matches()) {
            return null;
        }
        for (Map.Entry<String, Given> each : given.entrySet()) {
            if (each.getValue().userId().equals(userId)) {
                return byWaId(each.getKey());
            }
        }
        return byUserId.computeIfAbsent(userId, id -> new Person(null, id, nameOf(id), true));
    }

    /** The person with this WhatsApp id, digits. */
    public Person byWaId(String waId) {
        Person known = byWaId.get(waId);
        if (known != null) {
            return known;
        }
        Given own = given.getOrDefault(waId, new Given(userIdOf(waId), nameOf(waId)));
        Person person =
                new Person(waId, own.userId(), own.name(), dice.trait(waId, behaviour.rate(Switch.HIDDEN_PHONE_RATE)));
        byUserId.put(person.userId(), person);
        byWaId.put(waId, person);
        return person;
    }

    /**
     * Gives a person another phone number, and with it another user id (R91). The old number belongs to nobody until
     * {@link #arrive}, and whoever has it then is somebody else.
     *
     * @param waId the new WhatsApp id
     */
    public Person changeNumber(Person person, String waId) {
        String before = person.key();
        left.add(before);
        left.add(person.userId());
        left.remove(waId);
        forget(person);
        byWaId.remove(waId);
        String userId = given.containsKey(waId) ? given.get(waId).userId() : userIdOf(waId);
        given.put(waId, new Given(userId, person.name()));
        given.put(before, new Given(userIdAfter(person.userId()), nameOf(person.userId())));
        return byWaId(waId);
    }

    /** Gives a person another user id. */
    public Person changeUserId(Person person) {
        left.add(person.userId());
        forget(person);
        String userId = userIdAfter(person.userId());
        if (person.waId() == null) {
            Person changed = new Person(null, userId, person.name(), person.hidesPhone());
            byUserId.put(userId, changed);
            return changed;
        }
        given.put(person.waId(), new Given(userId, person.name()));
        return byWaId(person.waId());
    }

    /** Whether nobody can be reached by what this person is known by. */
    public boolean hasLeft(Person person) {
        return left.contains(person.key());
    }

    /** Notes that somebody is there: whoever writes from a number that was left has it now. */
    public void arrive(Person person) {
        left.remove(person.key());
    }

    /** Whether a text has the form of a user id. */
    public static boolean isUserId(String text) {
        return USER_ID.matcher(text).matches();
    }

    /** Lets go of everyone, so that changed switches apply to all. */
    public void forget() {
        byWaId.clear();
        byUserId.clear();
    }

    private void forget(Person person) {
        byUserId.remove(person.userId());
        if (person.waId() != null) {
            byWaId.remove(person.waId());
        }
    }

    private String userIdOf(String waId) {
        return regionOf(waId) + "." + Long.toHexString(mix(waId));
    }

    private static String userIdAfter(String userId) {
        return userId.substring(0, 3) + Long.toHexString(mix(userId));
    }

    private String asSeenFrom(String businessDigits, String digits) {
        try {
            PhoneNumber business = phoneNumbers.parse("+" + businessDigits, null);
            String region = phoneNumbers.getRegionCodeForCountryCode(business.getCountryCode());
            PhoneNumber national = phoneNumbers.parse(digits, region);
            return national.getCountryCode() == business.getCountryCode() && phoneNumbers.isValidNumber(national)
                    ? Digits.of(phoneNumbers.format(national, PhoneNumberUtil.PhoneNumberFormat.E164))
                    : digits;
        } catch (NumberParseException e) {
            return digits;
        }
    }

    private String regionOf(String waId) {
        for (int length = 1; length <= 3 && length < waId.length(); length++) {
            String region = phoneNumbers.getRegionCodeForCountryCode(Integer.parseInt(waId.substring(0, length)));
            if (region.length() == 2 && !region.equals("ZZ")) {
                return region;
            }
        }
        return "US";
    }

    private static String nameOf(String key) {
        int pick = (int) (mix(key) >>> 40);
        return FIRST_NAMES.get(pick % FIRST_NAMES.size()) + " " + LAST_NAMES.get(pick / 16 % LAST_NAMES.size());
    }

    private static long mix(String key) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
        }
        return hash ^ (hash >>> 29);
    }
}
