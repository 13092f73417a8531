package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignHand;
import dev.tandem.campaign.CampaignOrders;
import dev.tandem.campaign.CampaignProgress;
import dev.tandem.campaign.CampaignStops;
import dev.tandem.domain.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of the operator's hand on campaigns, and of what follows from it. */
@Component("campaignHand")
public final class CampaignHandSteps {

    private final CampaignDesk desk;
    private final CampaignHand hand;
    private final CampaignOrders orders;
    private final CampaignStops stops;
    private final CampaignProgress progress;

    public CampaignHandSteps(
            CampaignDesk desk,
            CampaignHand hand,
            CampaignOrders orders,
            CampaignStops stops,
            CampaignProgress progress) {
        this.desk = desk;
        this.hand = hand;
        this.orders = orders;
        this.stops = stops;
        this.progress = progress;
    }

    /** Nothing more leaves until it is resumed. */
    public void pause(@Header("id") String id, Exchange exchange) {
        String by = Caller.of(exchange).name();
        answer(id, exchange, campaign -> hand.pause(campaign, by));
    }

    /** Sends what waits. */
    public void resume(@Header("id") String id, Exchange exchange) {
        answer(id, exchange, hand::resume);
    }

    /** What has not left never leaves. */
    public void cancel(@Header("id") String id, Exchange exchange) {
        String by = Caller.of(exchange).name();
        answer(id, exchange, campaign -> hand.cancel(campaign, by));
    }

    /** Sends the failed rows again. */
    public void retryFailed(@Header("id") String id, Exchange exchange) {
        answer(id, exchange, hand::retryFailed);
    }

    /** Gives a campaign a share of its numbers' pace. */
    public void pace(@Header("id") String id, Exchange exchange) {
        Campaign known = known(id, exchange);
        JsonNode share = SmallBody.read(exchange, List.of("share")).path("share");
        if (!share.isNumber() || !(share.asDouble() > 0 && share.asDouble() <= 1)) {
            throw SmallBody.wrong("share: write a number above 0 and at most 1, as in {\"share\": 0.5}: the part of its"
                    + " numbers' pace that the campaign may use.");
        }
        answer(known, exchange, campaign -> hand.pace(campaign, share.asDouble()));
    }

    private void answer(String id, Exchange exchange, Function<Campaign, Optional<String>> wish) {
        answer(known(id, exchange), exchange, wish);
    }

    private void answer(Campaign campaign, Exchange exchange, Function<Campaign, Optional<String>> wish) {
        Optional<String> obstacle = wish.apply(campaign);
        if (obstacle.isPresent()) {
            Problems.answer(exchange, 409, Reason.WRONG_STATE, obstacle.get());
        } else {
            Answers.json(
                    exchange,
                    200,
                    CampaignJson.sight(
                            desk.find(campaign.id()).orElseThrow(() -> CampaignSteps.unknown(campaign.id()))));
        }
    }

    /** A campaign that the caller may touch: a key for some numbers only those that use no other. */
    private Campaign known(String id, Exchange exchange) {
        Campaign campaign = desk.campaign(PathName.of(id)).orElseThrow(() -> CampaignSteps.unknown(id));
        Caller caller = Caller.of(exchange);
        List<String> numbers = desk.numbers(campaign);
        boolean mayUse = caller.numbers() == null
                || (!numbers.isEmpty() && numbers.stream().allMatch(caller::mayUse));
        if (!mayUse) {
            throw new ProblemException(
                    403,
                    Reason.NOT_ALLOWED,
                    "This API key is limited to some numbers, and the campaign uses others. Ask for a key that may.");
        }
        return campaign;
    }

    /** Cancels rows and sends rows again, as far as that was wished. */
    public void carryOut() {
        orders.carryOut();
    }

    /** Pauses campaigns by their stop rules. */
    public void stop() {
        stops.look();
    }

    /** Counts what goes on, so that there is a rate when somebody asks. */
    public void sample() {
        progress.sample();
    }
}
