package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.domain.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file never starts without the settings that lay beside it, and no file gets those of another without a word. */
class SettingsBesideTest {

    private static final String ROWS = "to,text\n+49 170 1234567,Hello\n";

    @TempDir
    Path folder;

    private DataSource database;
    private CampaignHouse house;

    @BeforeEach
    void start() throws IOException {
        database = CampaignHouse.hsqldb(folder);
        house = engine();
    }

    /** One more engine over the folder and the database, as another process or after a crash. */
    private CampaignHouse engine() throws IOException {
        return new CampaignHouse(folder, CampaignHouse.NOW, CampaignHouse.numbers("berlin"), database, "hsqldb");
    }

    @AfterEach
    void stop() {
        house.close();
    }

    private Path in(String name) {
        return house.folder("in").resolve(name);
    }

    private Path failed(String name) {
        return house.folder("failed").resolve(name);
    }

    @Test
    void badSettingsStayUntilTheirFileIsPutAside() throws Exception {
        Path settings = house.drop("spring.campaign.yaml", "mode: approvel\n");
        Path file = house.drop("spring.csv", ROWS);
        Path target = house.intake.arrive(file);
        assertThat(target).isEqualTo(failed("spring.csv"));
        house.intake.putAside(file, target);
        assertThat(settings).as("the file was not moved before the crash").exists();

        CampaignHouse second = engine();
        assertThat(second.intake.arrive(file))
                .as("another engine, or this one after the crash")
                .isEqualTo(target);
        assertThat(settings).exists();
        Files.move(file, target);
        house.intake.putAside(file, target);
        second.intake.putAside(file, target);

        assertThat(house.folder("in")).isEmptyDirectory();
        assertThat(failed("spring.campaign.yaml")).hasContent("mode: approvel");
        assertThat(house.campaigns.newest(1)).isEmpty();
        assertThatThrownBy(() -> second.intake.arrive(file))
                .as("the second engine comes late")
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theSettingsOfAFileThatIsRefusedStayUntilItIsPutAside() throws Exception {
        house.drop("first.campaign.yaml", "dryRun: true\n");
        house.arrive(house.drop("first.csv", ROWS));
        Path settings = house.drop("second.campaign.yaml", "mode: approval\n");
        Path file = house.drop("second.csv", ROWS);
        assertThat(house.intake.arrive(file)).isEqualTo(failed("second.csv"));
        house.reader().readAll();

        assertThat(settings).as("the engine was killed before the move").exists();
        house.arrive(file);
        house.reader().readAll();
        Campaign second = house.campaigns.named("second").get(0);
        assertThat(second.state())
                .as("by now the dry run of the same content is over, so it is taken, as its settings say")
                .isEqualTo(CampaignState.WAITING);
        assertThat(house.sends()).isEmpty();
    }

    @Test
    void settingsThatAnEngineMovedAheadAreFrozenForTheOther() throws Exception {
        house.drop("spring.campaign.yaml", "mode: approval\n");
        Path file = house.drop("spring.csv", ROWS);
        Path work = house.intake.arrive(file);
        assertThat(in("spring.campaign.yaml")).doesNotExist();
        assertThat(engine().intake.arrive(file)).isEqualTo(work);
        Files.move(file, work);
        engine().reader().readAll();
        assertThat(house.campaigns.newest(2)).singleElement().satisfies(campaign -> {
            assertThat(campaign.state()).isEqualTo(CampaignState.WAITING);
            assertThat(campaign.settings().mode()).isEqualTo(CampaignSettings.Mode.APPROVAL);
        });
    }

    @Test
    void theNextFileOfThatNameKeepsTheSettings() throws Exception {
        Path settings = house.drop("spring.campaign.yaml", "mode: approvel\n");
        Path file = house.drop("spring.csv", ROWS);
        Path target = house.intake.arrive(file);
        Files.move(file, target);
        house.drop("spring.csv", ROWS + "+49 170 1234568,Hello\n");
        house.intake.putAside(file, target);
        assertThat(settings).exists();
        assertThat(house.arrive(file).getParent()).isEqualTo(house.folder("failed"));
        assertThat(failed("spring.error.txt")).content().contains("spring.campaign.yaml: ");
    }

    @Test
    void settingsUnderAnotherNameFailTheFileAndSayWhatToDo() throws Exception {
        String[] others = {
            "a.campaign.yml",
            "f.campaign.yaml.txt",
            "B.campaign.yaml",
            "c.csv.campaign.yaml",
            "d.CSV.gz.Campaign.YML",
            "e.jsonl.campaign.yaml",
            "spring (1).campaign.yml"
        };
        for (String other : others) {
            String name = other.substring(0, other.indexOf('.')).toLowerCase(java.util.Locale.ROOT);
            Path lying = house.drop(other, "mode: approval\n");
            Path file = house.drop(name + ".csv", ROWS);
            assertThat(house.arrive(file)).as(other).isEqualTo(failed(name + ".csv"));
            assertThat(failed(name + ".error.txt"))
                    .content()
                    .contains("\n\nIn the folder 'in' lies " + other + ", and settings only hold for " + name
                            + ".csv when they are called " + name
                            + ".campaign.yaml. If they are meant for it, rename it to "
                            + name + ".campaign.yaml and drop the file again; if not, take it away first.\n\n");
            assertThat(lying).as("to be renamed where it lies").exists();
            Files.delete(lying);
        }
        house.reader().readAll();
        assertThat(house.campaigns.newest(1)).isEmpty();
        assertThat(house.sends()).isEmpty();
    }

    @Test
    void whatIsTooLargeForSettingsIsSaidToBeNone() throws Exception {
        house.drop("spring.campaign.yaml", "#" + "x".repeat(200000));
        assertThat(house.arrive(house.drop("spring.csv", ROWS))).isEqualTo(failed("spring.csv"));
        assertThat(failed("spring.error.txt"))
                .content()
                .contains("spring.campaign.yaml is larger than 200000 bytes: it can be no file with settings.");
        assertThat(house.campaigns.newest(1)).isEmpty();
    }

    @Test
    void settingsUnderBothNamesFailTheFileToo() throws Exception {
        house.drop("spring.campaign.yaml", "mode: at-once\n");
        house.drop("spring.csv.campaign.yaml", "mode: approval\n");
        house.arrive(house.drop("spring.csv", ROWS));
        assertThat(failed("spring.error.txt"))
                .content()
                .contains(
                        "lies spring.csv.campaign.yaml", "There is one of that name, too: keep the one that is meant.");
        assertThat(failed("spring.campaign.yaml")).exists();
        assertThat(house.campaigns.newest(1)).isEmpty();

        Files.move(in("spring.csv.campaign.yaml"), in("spring.campaign.yaml"));
        house.arrive(house.drop("spring.csv", ROWS));
        house.reader().readAll();
        assertThat(house.campaigns.newest(1)).extracting(Campaign::state).containsExactly(CampaignState.WAITING);
    }

    @Test
    void theSettingsOfAnotherFileAreNotInTheWay() throws Exception {
        house.drop("Spring.campaign.yaml", "mode: approval\n");
        house.drop("Spring.csv", ROWS + "\n");
        house.drop("springtime.campaign.yml", "mode: approval\n");
        house.drop("my.spring.campaign.yml", "mode: approval\n");
        house.arrive(house.drop("spring.csv", ROWS));
        assertThat(house.campaigns.newest(1)).extracting(Campaign::name).containsExactly("spring");
    }

    @Test
    void settingsBehindTheirFileAreToldAndHoldForTheNext() throws Exception {
        house.arrive(house.drop("spring.csv", ROWS));
        house.reader().readAll();
        String id = house.campaigns.newest(1).get(0).id();
        house.drop("spring.campaign.yaml", "mode: approval\n");
        house.lateSettings.look();
        house.lateSettings.look();
        assertThat(house.alerts.standing())
                .singleElement()
                .extracting(Alert::code, Alert::subject, Alert::count, Alert::text)
                .containsExactly(
                        "campaign_settings_late",
                        "spring",
                        1L,
                        "spring.campaign.yaml lies in the folder 'in', and spring.csv was taken without settings at "
                                + CampaignHouse.NOW + " (campaign " + id
                                + ", running). They do not hold for it. If they must, POST /api/v1/campaigns/" + id
                                + "/cancel and drop the rows that its results call cancelled as a new file beside them."
                                + " They hold for the next file of that name that is dropped; delete them if that is not"
                                + " meant.");
        assertThat(Files.readString(house.folder("out").resolve("spring.preflight.txt")))
                .contains("\nNo settings lay beside it.\n");

        house.arrive(house.drop("spring.csv", ROWS + "+49 170 1234568,Hello\n"));
        house.reader().readAll();
        house.lateSettings.look();
        assertThat(house.alerts.standing()).isEmpty();
        Campaign next = house.campaigns.named("spring").stream()
                .filter(each -> !each.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(next.state()).isEqualTo(CampaignState.WAITING);
        assertThat(Files.readString(house.folder("out").resolve(next.stem() + ".preflight.txt")))
                .contains("\nWith the settings in spring.campaign.yaml.\n");
    }

    @Test
    void settingsBehindAFileThatFailedOrIsOverAreToldAsWell() throws Exception {
        house.arrive(house.drop("failed.csv", "Phone,text\n+49 170 1234567,Hello\n"));
        house.arrive(house.drop("over.csv", ROWS));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();
        house.drop("failed.campaign.yaml", "columns: {to: Phone}\n");
        house.drop("over.campaign.yaml", "mode: approval\n");
        house.lateSettings.look();
        assertThat(house.alerts.standing())
                .extracting(Alert::text)
                .anyMatch(
                        text -> text.contains(", failed). Drop it again, and they hold for it. They hold for the next"))
                .anyMatch(text -> text.contains(
                        ", finished). It is over, so they change nothing of it any more. They hold for the next"))
                .hasSize(2);

        Files.delete(in("over.campaign.yaml"));
        house.lateSettings.look();
        assertThat(house.alerts.standing()).extracting(Alert::subject).containsExactly("failed");
    }

    @Test
    void settingsThatComeBeforeTheirFileAreNotLate() throws Exception {
        house.lateSettings.look();
        house.drop("new.campaign.yaml", "mode: approval\n");
        house.arrive(house.drop("old.csv", ROWS));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();
        house.clock.advance(Duration.ofHours(2));
        house.drop("old.campaign.yaml", "mode: approval\n");
        house.drop("again.campaign.yaml", "mode: approval\n");
        house.arrive(house.drop("again.csv", ROWS + "\n"));
        house.drop("again.campaign.yaml", "mode: approval\n");
        house.lateSettings.look();
        assertThat(house.alerts.standing()).isEmpty();
    }
}
