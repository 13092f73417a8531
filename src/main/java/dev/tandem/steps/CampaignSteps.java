package dev.tandem.steps;

import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignFinisher;
import dev.tandem.campaign.CampaignIntake;
import dev.tandem.campaign.CampaignReader;
import dev.tandem.campaign.CampaignState;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the campaign routes. */
@Component("campaigns")
public final class CampaignSteps {

    private static final int SHOWN = 100;

    private final CampaignIntake intake;
    private final CampaignReader reader;
    private final CampaignFinisher finisher;
    private final CampaignDesk desk;

    public CampaignSteps(CampaignIntake intake, CampaignReader reader, CampaignFinisher finisher, CampaignDesk desk) {
        this.intake = intake;
        this.reader = reader;
        this.finisher = finisher;
        this.desk = desk;
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

    /** The newest campaigns, for the API. */
    public void list(Exchange exchange) {
        List<Map<String, Object>> campaigns =
                desk.newest(SHOWN).stream().map(CampaignSteps::json).toList();
        Answers.json(exchange, 200, Map.of("campaigns", campaigns));
    }

    /** One campaign with its progress, for the API. */
    public void show(@Header("id") String id, Exchange exchange) {
        CampaignDesk.Sight sight = desk.find(PathName.of(id))
                .orElseThrow(() -> new ProblemException(
                        404, Reason.NOT_FOUND, "There is no campaign '" + id + "'. GET /api/v1/campaigns lists them."));
        Map<String, Object> json = json(sight.campaign());
        json.put("progress", sight.states());
        if (!sight.waiting().isEmpty()) {
            json.put(
                    "waiting",
                    sight.waiting().stream()
                            .map(each -> Map.of("reason", each.reason(), "rows", each.rows(), "detail", each.detail()))
                            .toList());
        }
        Path results = sight.results();
        if (results != null) {
            json.put("results", results.toString());
        }
        Answers.json(exchange, 200, json);
    }

    /** A campaign without its progress. */
    static Map<String, Object> json(Campaign campaign) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", campaign.id());
        json.put("name", campaign.name());
        json.put("file", campaign.file());
        json.put("state", campaign.state().code());
        putIfPresent(json, "form", campaign.form());
        json.put("rows", campaign.rows());
        putIfPresent(json, "problem", campaign.problem());
        putIfPresent(json, "waitsFor", campaign.waitsFor());
        json.put("arrivedAt", campaign.arrivedAt().toString());
        putIfPresent(json, "readAt", campaign.readAt());
        putIfPresent(json, "finishedAt", campaign.finishedAt());
        if (campaign.settings().dryRun() && campaign.state() == CampaignState.FINISHED) {
            json.put("ended", "dry_run");
        }
        String self = "/api/v1/campaigns/" + PathName.write(campaign.id());
        json.put("links", Map.of("self", self, "preflight", self + "/preflight"));
        return json;
    }

    private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }
}
