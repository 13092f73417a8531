package dev.tandem.coexistence.linking;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Meta with one account; remembers what it was asked. */
final class FakeMeta implements MetaAccount {

    static final String TOKEN = "EAA-the-token-that-nobody-may-see";

    final List<String> asked = new ArrayList<>();
    final Map<String, MetaNumber> numbers = new LinkedHashMap<>();
    Set<String> missing = Set.of();

    /** How long a token lives, null for ever. */
    @Nullable
    Duration livesFor;

    /** What happens at Meta while the app is subscribed. */
    Runnable atSubscribe = () -> {};

    @Nullable
    LinkTrouble trouble;

    FakeMeta with(MetaNumber number) {
        numbers.put(number.id(), number);
        return this;
    }

    long times(String call) {
        return asked.stream().filter(call::equals).count();
    }

    private void ask(String call) throws LinkTroubleException {
        asked.add(call);
        if (trouble != null) {
            throw new LinkTroubleException(trouble);
        }
    }

    private void ask(String call, Secret token) throws LinkTroubleException {
        ask(call);
        if (!token.value().equals(TOKEN)) {
            throw new LinkTroubleException(LinkTrouble.passing(new Cause(Reason.CLOUD_API, "Not this token.", 190)));
        }
    }

    @Override
    public IssuedToken exchange(Secret code) throws LinkTroubleException {
        ask("exchange");
        return new IssuedToken(new Secret(TOKEN), livesFor);
    }

    @Override
    public Set<String> missingFields() throws LinkTroubleException {
        ask("fields");
        return missing;
    }

    @Override
    public void subscribe(String wabaId, Secret token) throws LinkTroubleException {
        ask("subscribe", token);
        atSubscribe.run();
    }

    @Override
    public List<MetaNumber> numbers(String wabaId, Secret token) throws LinkTroubleException {
        ask("numbers", token);
        return List.copyOf(numbers.values());
    }

    @Override
    public MetaNumber number(String phoneNumberId, Secret token) throws LinkTroubleException {
        ask("number", token);
        return numbers.get(phoneNumberId);
    }
}
