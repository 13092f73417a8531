package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tandem.campaign.CampaignHouse;
import dev.tandem.campaign.CampaignTables;
import dev.tandem.steps.CampaignSteps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
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
        start(quietMillis, "direct:campaign-drop");
    }

    private void start(String quietMillis, String drop) throws Exception {
        house = new CampaignHouse(folder);
        CampaignSteps steps = new CampaignSteps(
                house.intake,
                house.reader(),
                house.finisher,
                house.desk,
                new CampaignTables(house.campaigns, house.folders),
                house.lateSettings);
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
                        quietMillis,
                        "tandem.campaign.drop",
                        drop),
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
    void packedFilesAndThoseOfCapitalLettersAreTakenAndWhatIsNoCampaignStays() throws Exception {
        start("3600000");
        String table = "to,text\n+49 170 1234567,";
        house.drop("summer.2026.CSV", table + "a\n");
        house.drop("summer.2026.done", "");
        Files.write(house.folder("in").resolve("packed.csv.gz"), packed(table + "b\n"));
        house.drop("packed.done", "");
        house.drop("notes.txt", "x");
        house.drop("notes.done", "");

        await().untilAsserted(() -> assertThat(house.sends()).hasSize(2));
        await().untilAsserted(() ->
                assertThat(house.folder("in").toFile().list()).containsExactlyInAnyOrder("notes.txt", "notes.done"));
    }

    @Test
    void aFileThatSomebodyMayStillBeWritingIsLeft() throws Exception {
        start("3600000");
        Path young = house.drop("young.csv", "to,text\n+49 170 1234567,he");
        Path old = house.drop("old.csv", "to,text\n+49 170 1234568,hello\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));

        await().untilAsserted(() -> assertThat(house.sends()).hasSize(1));
        assertThat(young).exists();
        Files.writeString(young, "llo\n", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minusSeconds(7200)));
        await().untilAsserted(() -> assertThat(house.sends()).hasSize(2));
        assertThat(house.sends().get(1).acceptance().request()).contains("\"hello\"");
    }

    @Test
    void filesAreFetchedFromAnSftpServerWhenThePropertySaysSo() throws Exception {
        Path remote = Files.createDirectories(folder.resolve("server/campaigns"));
        try (SshServer server = SshServer.setUpDefaultServer()) {
            server.setHost("127.0.0.1");
            server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
            server.setPasswordAuthenticator(
                    (user, password, session) -> user.equals("team") && password.equals("p+ss"));
            server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
            server.setFileSystemFactory(new VirtualFileSystemFactory(folder.resolve("server")));
            server.start();
            Files.writeString(remote.resolve("spring.csv"), "to,text\n+49 170 1234567,hello\n0170,hello\n");
            Files.writeString(remote.resolve("readme.txt"), "no campaign");
            start(
                    "100",
                    "sftp:127.0.0.1:" + server.getPort() + "/campaigns?username=team&password=RAW(p+ss)&delay=100"
                            + "&include=.*[.](csv|jsonl)([.]gz)?&delete=true&readLock=changed&readLockCheckInterval=50"
                            + "&readLockTimeout=200&streamDownload=true&stepwise=false&strictHostKeyChecking=no"
                            + "&useUserKnownHostsFile=false");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(house.sends()).hasSize(1));
            await().untilAsserted(() -> assertThat(remote.toFile().list()).containsExactly("readme.txt"));
            house.sendAll();
            await().untilAsserted(() -> assertThat(house.folder("out").toFile().list())
                    .containsExactlyInAnyOrder("spring.preflight.txt", "spring.results.csv", "spring.rejected.csv"));
            await().untilAsserted(() ->
                    assertThat(house.folder("done").resolve("spring.csv")).exists());
            assertThat(house.results("spring", ',').get(1)).contains("submitted");
            assertThat(house.campaigns.newest(10)).hasSize(1);
        }
    }

    @Test
    void aRouteOfTheTeamMayHandFilesOver() throws Exception {
        start("100");
        routes.producer()
                .sendBodyAndHeader(
                        "direct:campaign-drop",
                        "to,text\n+49 170 1234567,hello\n".getBytes(StandardCharsets.UTF_8),
                        "CamelAwsS3Key",
                        "campaigns/spring.csv");
        await().untilAsserted(() -> assertThat(house.sends()).hasSize(1));
        assertThatThrownBy(() -> routes.producer()
                        .sendBodyAndHeader("direct:campaign-drop", "x", Exchange.FILE_NAME, "notes.txt"))
                .rootCause()
                .hasMessage("'notes.txt' was left where it is: a campaign file's name ends in .csv, .jsonl, .csv.gz or"
                        + " .jsonl.gz. Let tandem.campaign.drop include no others.");
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
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
    void badSettingsFollowTheirFileIntoFailedAndLateOnesAreTold() throws Exception {
        start("100");
        house.drop("spring.campaign.yaml", "nummer: berlin\n");
        house.drop("spring.csv", "to,text\n+49 170 1234567,hello\n");
        await().untilAsserted(() -> assertThat(house.folder("failed").toFile().list())
                .containsExactlyInAnyOrder("spring.csv", "spring.error.txt", "spring.campaign.yaml"));
        assertThat(house.folder("in")).isEmptyDirectory();
        assertThat(house.sends()).isEmpty();

        house.drop("summer.csv", "to,text\n+49 170 1234568,hello\n");
        await().untilAsserted(() -> assertThat(house.sends()).hasSize(1));
        house.drop("summer.campaign.yaml", "mode: approval\n");
        await().untilAsserted(() -> assertThat(house.alerts.standing())
                .singleElement()
                .satisfies(alert -> assertThat(alert.code()).isEqualTo("campaign_settings_late")));
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
