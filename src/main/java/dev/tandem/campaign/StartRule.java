package dev.tandem.campaign;

import java.util.Locale;

/**
 * What a campaign does once it was checked.
 *
 * @param state where it goes
 * @param text what happens now, and what a person can do
 */
record StartRule(CampaignState state, String text) {

    static StartRule of(Campaign campaign, long bad, long rows) {
        CampaignSettings settings = campaign.settings();
        if (settings.dryRun()) {
            return new StartRule(
                    CampaignState.FINISHED,
                    "This was a dry run: nothing is sent. To send it, drop the file again without 'dryRun'.");
        }
        String approve = "POST /api/v1/campaigns/" + campaign.id() + "/approve";
        double share = (double) bad / Math.max(1, rows);
        return switch (settings.mode()) {
            case APPROVAL -> new StartRule(CampaignState.WAITING, "It waits for approval: " + approve + ".");
            case BELOW_BAD_SHARE ->
                share < settings.belowBadShare()
                        ? new StartRule(
                                CampaignState.READING,
                                "It starts by itself, because fewer than " + percent(settings.belowBadShare())
                                        + " of its rows are bad.")
                        : new StartRule(
                                CampaignState.WAITING,
                                percent(share) + " of its rows are bad, and it starts by itself below "
                                        + percent(settings.belowBadShare()) + ". It waits for approval: " + approve
                                        + ".");
            case AT_ONCE ->
                new StartRule(
                        CampaignState.READING,
                        "It starts by itself." + (bad > 0 ? " The bad rows are rejected, the others are sent." : ""));
        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
