package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of our numbers a webhook is about. Thread-safe.
 *
 * <p>Source: R11; the shapes of {@code account_update}.
 */
final class Addressees {

    /** As Meta writes ids. Its test webhooks come in an entry of id 0, which is no account. */
    private static final Pattern ID = Pattern.compile("[1-9][0-9]*");

    private final NumberDirectory numbers;
    private final Newcomers newcomers;

    Addressees(NumberDirectory numbers, Newcomers newcomers) {
        this.numbers = numbers;
        this.newcomers = newcomers;
    }

    /** The number of a {@code phone_number_id} or of a phone number in digits. */
    Optional<BusinessNumber> find(String name) {
        return numbers.find(name).or(() -> newcomers.named(name).stream().findFirst());
    }

    /**
     * Of a value that has no metadata. It is about an account, and where it names a phone number about that one of it alone: several
     * partners may have an account each on one number, and what becomes of theirs is none of our business. Where no account can be
     * made out the phone number decides.
     *
     * @param entryId the account, unless the value names another: then it is the partner's business
     */
    List<BusinessNumber> of(String entryId, JsonNode value) {
        String account = account(entryId, value);
        String phone = phone(value);
        if (phone != null) {
            return find(phone)
                    .filter(number -> account == null || number.wabaId().equals(account))
                    .stream()
                    .toList();
        }
        return account == null ? List.of() : ofAccount(account);
    }

    private static @Nullable String account(String entryId, JsonNode value) {
        String named = Json.text(value.path("waba_info"), "waba_id");
        String account = (named != null ? named : entryId).strip();
        return ID.matcher(account).matches() ? account : null;
    }

    private static @Nullable String phone(JsonNode value) {
        String phone = Person.digits(Json.text(value, "phone_number"));
        return phone != null ? phone : Person.digits(Json.text(value, "display_phone_number"));
    }

    private List<BusinessNumber> ofAccount(String account) {
        Map<String, BusinessNumber> all = new LinkedHashMap<>();
        Stream.concat(numbers.all().stream(), newcomers.named(account).stream())
                .filter(number -> number.wabaId().equals(account))
                .forEach(number -> all.putIfAbsent(number.phoneNumberId(), number));
        return List.copyOf(all.values());
    }
}
