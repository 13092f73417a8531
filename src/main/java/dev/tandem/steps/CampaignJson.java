package dev.tandem.steps;

import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignControl;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignProgress;
import dev.tandem.campaign.Campaigns;
import dev.tandem.domain.SendState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Campaigns as the API shows them. */
final class CampaignJson {

    private static final int REASONS = 10;

    private CampaignJson() {}

    /** Without progress. */
    static Map<String, Object> line(CampaignDesk.Line line) {
        Campaign campaign = line.campaign();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", campaign.id());
        json.put("name", campaign.name());
        json.put("file", campaign.file());
        json.put("state", line.control().shown(campaign.state()).code());
        control(line, json);
        putIfPresent(json, "form", campaign.form());
        json.put("rows", campaign.rows());
        putIfPresent(json, "problem", campaign.problem());
        putIfPresent(json, "waitsFor", campaign.waitsFor());
        json.put("arrivedAt", campaign.arrivedAt().toString());
        putIfPresent(json, "readAt", campaign.readAt());
        putIfPresent(json, "finishedAt", campaign.finishedAt());
        String self = "/api/v1/campaigns/" + PathName.write(campaign.id());
        json.put(
                "links",
                Map.of(
                        "self",
                        self,
                        "results",
                        self + "/results",
                        "rejected",
                        self + "/rejected",
                        "preflight",
                        self + "/preflight"));
        return json;
    }

    private static void control(CampaignDesk.Line line, Map<String, Object> json) {
        CampaignControl control = line.control();
        CampaignControl.Pause pause = control.pause();
        if (pause != null && line.campaign().state().isUnderWay()) {
            json.put("reason", pause.reason().code());
            json.put("detail", pause.detail());
            json.put("pausedBy", pause.by());
            json.put("pausedAt", pause.since().toString());
        }
        CampaignControl.Cancel cancel = control.cancel();
        if (cancel != null) {
            json.put("cancelledBy", cancel.by());
            json.put("cancelledAt", cancel.at().toString());
        }
        control.ended(line.campaign()).ifPresent(ended -> json.put("ended", ended));
        if (control.retryAt() != null) {
            json.put("sendingAgain", true);
        }
        json.put("paceShare", control.share());
    }

    /** With progress. */
    static Map<String, Object> sight(CampaignDesk.Sight sight) {
        Map<String, Object> json = line(sight.line());
        CampaignProgress.Progress progress = sight.progress();
        json.put("progress", progress.states());
        json.put("countedAt", progress.countedAt().toString());
        progress.perMinute().ifPresent(rate -> json.put("perMinute", Math.round(rate * 10) / 10.0));
        putIfPresent(json, "eta", progress.eta());
        putUnlessEmpty(json, "reasons", reasons(progress.groups()));
        putUnlessEmpty(
                json,
                "waiting",
                progress.groups().stream()
                        .filter(group -> group.state().equals(SendState.HELD.code()) && group.detail() != null)
                        .map(CampaignJson::group)
                        .toList());
        putIfPresent(json, "results", sight.results());
        return json;
    }

    /** Why rows did not get through, or not yet: the most frequent first. */
    private static List<Map<String, Object>> reasons(List<Campaigns.Group> groups) {
        return groups.stream()
                .filter(group -> group.detail() != null)
                .limit(REASONS)
                .map(group -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("state", group.state());
                    json.putAll(group(group));
                    return json;
                })
                .toList();
    }

    private static Map<String, Object> group(Campaigns.Group group) {
        Map<String, Object> json = new LinkedHashMap<>();
        putIfPresent(json, "reason", group.reason());
        json.put("rows", group.rows());
        putIfPresent(json, "detail", group.detail());
        return json;
    }

    private static void putUnlessEmpty(Map<String, Object> json, String name, List<?> list) {
        if (!list.isEmpty()) {
            json.put(name, list);
        }
    }

    private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }
}
