package dev.tandem.steps;

import dev.tandem.campaign.BadCampaignFile;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignFinisher;
import dev.tandem.campaign.CampaignFolders;
import dev.tandem.campaign.CampaignIntake;
import dev.tandem.campaign.CampaignReader;
import dev.tandem.campaign.CampaignTables;
import dev.tandem.campaign.LateSettings;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Ordered;
import org.apache.camel.support.SynchronizationAdapter;
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
    private final CampaignTables tables;
    private final LateSettings lateSettings;

    public CampaignSteps(
            CampaignIntake intake,
            CampaignReader reader,
            CampaignFinisher finisher,
            CampaignDesk desk,
            CampaignTables tables,
            LateSettings lateSettings) {
        this.intake = intake;
        this.reader = reader;
        this.finisher = finisher;
        this.desk = desk;
        this.tables = tables;
        this.lateSettings = lateSettings;
    }

    /** Takes a complete file and says where it must be moved to. Settings beside a file that cannot be used follow it. */
    public String arrive(@Header("CamelFileAbsolutePath") String file, Exchange exchange) throws IOException {
        Path target = intake.arrive(Path.of(file));
        exchange.getExchangeExtension().addOnCompletion(new SettingsFollow(Path.of(file), target));
        return target.toString();
    }

    private final class SettingsFollow extends SynchronizationAdapter {

        private final Path file;
        private final Path target;

        SettingsFollow(Path file, Path target) {
            this.file = file;
            this.target = target;
        }

        /** Behind the move of the file, which is a completion of the exchange as well. */
        @Override
        public int getOrder() {
            return Ordered.LOWEST;
        }

        @Override
        public void onComplete(Exchange exchange) {
            try {
                intake.putAside(file, target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether {@code NAME.done} says that a file is complete. */
    public boolean isMarked(@Header("CamelFileAbsolutePath") String file) {
        return Files.exists(CampaignFolders.marker(Path.of(file)));
    }

    /** Removes the marker of a file that was taken, so that it marks no later file of that name. */
    public void removeMarker(@Header("CamelFileAbsolutePath") String file) throws IOException {
        Files.deleteIfExists(CampaignFolders.marker(Path.of(file)));
    }

    /**
     * Fetches a file that was dropped elsewhere, whole. It is deleted there only when this returns.
     *
     * @param name as the components for files and for S3 give it, with or without folders
     * @param length how many bytes it must have, where the component knows
     * @return where it lies now
     */
    public String fetch(
            @Header(Exchange.FILE_NAME) @Nullable String name,
            @Header("CamelAwsS3Key") @Nullable String key,
            @Header(Exchange.FILE_LENGTH) @Nullable Long length,
            @Body InputStream bytes)
            throws IOException {
        String path = name != null ? name : String.valueOf(key);
        String fileName = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        if (!CampaignFolders.isCampaign(fileName)) {
            throw new IllegalArgumentException(
                    "'" + path + "' was left where it is: a campaign file's name ends in .csv,"
                            + " .jsonl, .csv.gz or .jsonl.gz. Let tandem.campaign.drop include no others.");
        }
        return intake.fetch(fileName, bytes, length == null ? -1 : length).toString();
    }

    /** Accepts the rows of the files that came. */
    public void read() throws IOException {
        reader.readAll();
    }

    /** Tells of settings that came behind their file. */
    public void tellLateSettings() throws IOException {
        lateSettings.look();
    }

    /** Writes the results of campaigns that have nothing left to do. */
    public void finish() throws IOException {
        finisher.finishAll();
    }

    /** The newest campaigns, for the API. */
    public void list(Exchange exchange) {
        List<Map<String, Object>> campaigns =
                desk.newest(SHOWN).stream().map(CampaignJson::line).toList();
        Answers.json(exchange, 200, Map.of("campaigns", campaigns));
    }

    /** One campaign with its progress, for the API. */
    public void show(@Header("id") String id, Exchange exchange) {
        CampaignDesk.Sight sight = desk.find(PathName.of(id)).orElseThrow(() -> unknown(id));
        Answers.json(exchange, 200, CampaignJson.sight(sight));
    }

    /** Every row of a campaign with what became of it, for the API. */
    public void results(@Header("id") String id, Exchange exchange) throws IOException {
        answer(id, tables::results, exchange);
    }

    /** The refused rows of a campaign, for the API. */
    public void rejected(@Header("id") String id, Exchange exchange) throws IOException {
        answer(id, tables::rejected, exchange);
    }

    private interface Tables {
        Optional<CampaignTables.Table> of(String id) throws IOException, BadCampaignFile;
    }

    private static void answer(String id, Tables tables, Exchange exchange) throws IOException {
        OperatorCall.needsAllNumbers(exchange);
        try {
            CampaignTables.Table table = tables.of(PathName.of(id)).orElseThrow(() -> unknown(id));
            Answers.file(exchange, table.contentType(), table.fileName(), table.bytes());
        } catch (BadCampaignFile e) {
            throw new ProblemException(409, Reason.WRONG_STATE, e.text());
        }
    }

    static ProblemException unknown(String id) {
        return new ProblemException(
                404, Reason.NOT_FOUND, "There is no campaign '" + id + "'. GET /api/v1/campaigns lists them.");
    }
}
