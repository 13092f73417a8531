package dev.tandem.steps;

import dev.tandem.campaign.CampaignFinisher;
import dev.tandem.campaign.CampaignIntake;
import dev.tandem.campaign.CampaignReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** The steps of the campaign routes. */
@Component("campaigns")
public class CampaignSteps {

    private final CampaignIntake intake;
    private final CampaignReader reader;
    private final CampaignFinisher finisher;

    public CampaignSteps(CampaignIntake intake, CampaignReader reader, CampaignFinisher finisher) {
        this.intake = intake;
        this.reader = reader;
        this.finisher = finisher;
    }

    /** Takes a complete file and says where it must be moved to. */
    public String arrive(@Header("CamelFileAbsolutePath") String file) throws IOException {
        return intake.arrive(Path.of(file)).toString();
    }

    /** Removes the marker of a file that was taken without it, so that it marks no later file of that name. */
    public void removeMarker(@Header("CamelFileAbsolutePath") String file) throws IOException {
        Files.deleteIfExists(Path.of(file.replaceFirst("\\.[^.]*$", ".done")));
    }

    /** Accepts the rows of the files that came. */
    public void read() throws IOException {
        reader.readAll();
    }

    /** Writes the results of campaigns that have nothing left to do. */
    public void finish() throws IOException {
        finisher.finishAll();
    }
}
