package dev.tandem.steps;

import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignState;
import dev.tandem.campaign.PreflightDesk;
import dev.tandem.domain.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** The steps around a campaign before it starts. */
@Component("preflights")
public final class PreflightSteps {

    private final PreflightDesk desk;
    private final CampaignDesk campaigns;

    public PreflightSteps(PreflightDesk desk, CampaignDesk campaigns) {
        this.desk = desk;
        this.campaigns = campaigns;
    }

    /** The report about a campaign, for the API. */
    public void show(@Header("id") String id, Exchange exchange) {
        String known = PathName.of(id);
        Campaign campaign = desk.campaign(known).orElseThrow(() -> CampaignSteps.unknown(id));
        Answers.json(exchange, 200, desk.report(known).orElseThrow(() -> none(campaign)));
    }

    private static ProblemException none(Campaign campaign) {
        return new ProblemException(
                409,
                Reason.WRONG_STATE,
                campaign.state() == CampaignState.CHECKING
                        ? "It is still being checked. Ask again in a moment."
                        : "It is " + campaign.state().code() + " and was not checked beforehand.");
    }

    /** Starts a campaign that waits for it; one that has started is answered as it is. */
    public void approve(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        PreflightDesk.Approval approval = desk.approve(PathName.of(id)).orElseThrow(() -> CampaignSteps.unknown(id));
        if (approval.refusal() != null) {
            Problems.answer(exchange, 409, Reason.WRONG_STATE, approval.refusal());
        } else {
            Answers.json(exchange, 200, CampaignJson.line(campaigns.line(approval.campaign())));
        }
    }
}
