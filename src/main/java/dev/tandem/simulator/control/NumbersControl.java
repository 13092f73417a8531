package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Digits;
import dev.tandem.simulator.number.Limits;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.number.Tier;
import dev.tandem.simulator.time.SimulatorClock;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Creates, changes and shows numbers. */
final class NumbersControl {
    private static final Duration LINKED_BEFORE = Duration.ofDays(30);

    private final SimulatorClock clock;
    private final Numbers numbers;
    private final PortfolioNews portfolioNews;
    private final Lookup lookup;

    NumbersControl(SimulatorClock clock, Numbers numbers, PortfolioNews portfolioNews, Lookup lookup) {
        this.clock = clock;
        this.numbers = numbers;
        this.portfolioNews = portfolioNews;
        this.lookup = lookup;
    }

    ServerResponse list(ServerRequest http) {
        ArrayNode all = MetaJson.array();
        numbers.all().forEach(number -> all.add(json(number)));
        return Answers.ok(MetaJson.object().set("numbers", all));
    }

    ServerResponse get(ServerRequest http) {
        return Answers.ok(json(lookup.number(http)));
    }

    /**
     * Changes the fields that are given; an unknown phone_number_id becomes a new number. The tier is the portfolio's,
     * that is, all numbers'; with {@code announce} it is told by webhook, as Meta does when it changes.
     */
    ServerResponse put(ServerRequest http) {
        String name = http.pathVariable("n");
        SimulatedNumber known = numbers.find(name);
        Fields fields = Fields.of(http);
        Tier tier = tier(fields, numbers.portfolio().tier());
        boolean announce = fields.flagOr("announce", false);
        NumberProfile changed = changed(known != null ? known.profile() : fresh(name), fields);
        if (Digits.of(changed.displayPhoneNumber()).length() < 7) {
            throw ControlException.badRequest("displayPhoneNumber must be a phone number with country code");
        }
        numbers.portfolio().tier(tier);
        SimulatedNumber number = numbers.put(changed);
        if (announce) {
            portfolioNews.limitIs(number);
        }
        return Answers.ok(json(number));
    }

    private NumberProfile fresh(String id) {
        if (!Digits.areAll(id)) {
            throw ControlException.badRequest(
                    "there is no number '" + id + "', and a new one needs digits as its phone_number_id");
        }
        // A prime, so that ids which differ at either end get different phone numbers.
        long phone = new BigInteger(id).mod(BigInteger.valueOf(999_999_937)).longValue();
        return new NumberProfile(
                id,
                "number-" + id,
                "+4915" + String.format(Locale.ROOT, "%09d", phone),
                "9" + id,
                "simulator-token-" + id,
                "Business " + id,
                "GREEN",
                clock.now().minus(LINKED_BEFORE),
                Limits.DOCUMENTED);
    }

    private static NumberProfile changed(NumberProfile before, Fields fields) {
        NumberProfile after = new NumberProfile(
                before.phoneNumberId(),
                text(fields, "alias", before.alias()),
                text(fields, "displayPhoneNumber", before.displayPhoneNumber()),
                text(fields, "wabaId", before.wabaId()),
                text(fields, "token", before.token()),
                text(fields, "verifiedName", before.verifiedName()),
                text(fields, "quality", before.quality()),
                fields.instantOr("linkedAt", before.linkedAt()),
                LimitsJson.changed(before.limits(), fields.objectOr("limits")));
        fields.nothingElse();
        return after;
    }

    private static String text(Fields fields, String name, String before) {
        return Objects.requireNonNullElse(fields.textOr(name, null), before);
    }

    private static Tier tier(Fields fields, Tier before) {
        String name = fields.textOr("tier", null);
        return name == null
                ? before
                : Tier.named(name)
                        .orElseThrow(() -> ControlException.badRequest(
                                "tier must be TIER_250, TIER_2K, TIER_10K, TIER_100K or TIER_UNLIMITED, not " + name));
    }

    private static ObjectNode json(SimulatedNumber number) {
        NumberProfile profile = number.profile();
        ObjectNode json = MetaJson.object()
                .put("phoneNumberId", profile.phoneNumberId())
                .put("alias", profile.alias())
                .put("displayPhoneNumber", profile.displayPhoneNumber())
                .put("digits", profile.digits())
                .put("wabaId", profile.wabaId())
                .put("token", profile.token())
                .put("verifiedName", profile.verifiedName())
                .put("quality", profile.quality())
                .put("tier", number.tier().name())
                .put("linkedAt", profile.linkedAt().toString())
                .put("link", LinkControl.word(number));
        json.set("limits", LimitsJson.write(profile.limits()));
        return json;
    }
}
