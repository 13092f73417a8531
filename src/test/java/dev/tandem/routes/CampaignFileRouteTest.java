package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignHouse;
import dev.tandem.steps.CampaignSteps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders, watched by the real routes. */
class CampaignFileRouteTest {

    @TempDir
    Path folder;

    private CampaignHouse house;
    private RoutesFromFiles routes;

    private void start(String quietMillis) throws Exception {
        house = new CampaignHouse(folder);
        CampaignSteps steps = new CampaignSteps(
                house.intake, house.reader(), house.finisher, new CampaignDesk(house.campaigns, house.folders));
        routes = RoutesFromFiles.start(
                Map.of(
                        "campaigns",
                        steps,
                        "campaignFilesUnderWay",
                        MemoryIdempotentRepository.memoryIdempotentRepository()),
                Map.of(
                        "tandem.data-dir",
                        folder.toString(),
                        "tandem.campaign.check-millis",
                        "50",
                        "tandem.campaign.quiet-millis",
                        quietMillis),
                "intake/campaign-file.camel.yaml");
    }

    @AfterEach
    void stop() throws Exception {
        routes.close();
        house.close();
    }

    @Test
    void aFileGoesItsWayThroughTheFolders() throws Exception {
        start("100");
        house.drop("spring.csv", "to,text\n+49 170 1234567,hello\n");

        await().untilAsserted(() -> assertThat(house.sends()).hasSize(1));
        assertThat(house.folder("in")).isEmptyDirectory();
        assertThat(house.folder("out"))
                .as("the report and no results yet")
                .isDirectoryContaining("glob:**/spring.preflight.txt")
                .isDirectoryNotContaining("glob:**/*.results.csv");
        house.sendAll();

        await().untilAsserted(() ->
                assertThat(house.folder("done").resolve("spring.csv")).exists());
        assertThat(house.results("spring", ',').get(1)).contains("submitted");
        assertThat(house.folder("work")).isEmptyDirectory();
    }

    @Test
    void aMarkerMakesAFileCompleteAtOnce() throws Exception {
        start("3600000");
        house.drop(
                "spring.jsonl",
                "{\"to\":\"+49 170 1234567\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"a\"}}}\n");
        house.drop("spring.done", "");

        await().untilAsserted(() -> assertThat(house.sends()).hasSize(1));
        await().untilAsserted(() -> assertThat(house.folder("in")).isEmptyDirectory());
    }

    @Test
    void whatCannotBeUsedLiesInFailedWithItsReason() throws Exception {
        start("100");
        house.drop("empty.csv", "");
        house.drop("first.csv", "to,text\n+49 170 1234567,hello\n");
        await().untilAsserted(() -> assertThat(house.sends()).hasSize(1));
        house.drop("second.csv", "to,text\n+49 170 1234567,hello\n");

        await().untilAsserted(() ->
                assertThat(house.folder("failed").resolve("second.csv")).exists());
        assertThat(house.folder("failed").resolve("second.error.txt"))
                .content()
                .contains("dropped before as 'first.csv'");
        await().untilAsserted(() ->
                assertThat(house.folder("failed").resolve("empty.csv")).exists());
        assertThat(house.folder("failed").resolve("empty.error.txt")).content().contains("The file has no header");
    }

    @Test
    void aFileLeftInWorkByACrashIsReadAfterTheStart() throws Exception {
        try (CampaignHouse before = new CampaignHouse(folder)) {
            before.arrive(before.drop("spring.csv", "to,text\n+49 170 1234567,hello\n"));
        }
        start("100");

        await().untilAsserted(() -> assertThat(house.sends()).hasSize(1));
        house.sendAll();
        await().untilAsserted(() ->
                assertThat(house.folder("out").resolve("spring.results.csv")).exists());
        await().until(() -> !Files.exists(house.folder("work").resolve("spring.csv")));
    }
}
