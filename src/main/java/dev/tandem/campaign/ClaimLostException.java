package dev.tandem.campaign;

import java.io.IOException;

/** A campaign that this engine worked on is another one's by now. */
final class ClaimLostException extends IOException {

    private static final long serialVersionUID = 1;

    ClaimLostException(Campaign campaign) {
        super("This engine stood still for more than " + CampaignClaims.LEASE.toMinutes()
                + " minutes while it worked on campaign "
                + campaign.id()
                + ", so another one has taken it, or somebody decided about it; it goes on there, and nothing is sent"
                + " twice. If no other engine runs, look for what made this one stand still: a full disk, a machine that slept, too"
                + " little memory.");
    }
}
