package dev.tandem.contract;

import static dev.tandem.contract.Documents.JSON;
import static dev.tandem.contract.Documents.faults;
import static dev.tandem.contract.Documents.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.campaign.CampaignHouse;
import dev.tandem.campaign.CampaignState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** campaign-row.schema.json takes and refuses the same columns as the engine. */
class CampaignRowSchemaTest {

    @TempDir
    Path folder;

    @Test
    void theSameColumnsAreTakenAndRefused() throws Exception {
        try (CampaignHouse house = new CampaignHouse(folder)) {
            int file = 0;
            for (String columns : new String[] {
                "to,template,language",
                "to,id,from,template,language,text,header,media,notBefore,expiresAt",
                "to,template,language,body.1,body.2,button.0,meta.customer number",
                "to,template,language,body.first_name,body.Code",
                "to,text",
                "to,media",
                "to",
                "text",
                "to,template",
                "to,text,colour",
                "to,text,meta.",
                "to,text,button.10",
                "to,text,body.0",
                "to,text,body.1,body.name",
                "to,text,body._x"
            }) {
                ObjectNode row = JSON.createObjectNode();
                String[] names = columns.split(",");
                Arrays.stream(names).forEach(name -> row.put(name, "x"));
                String cells = String.join(",", Collections.nCopies(names.length, "x"));
                house.arrive(house.drop("file" + ++file + ".csv", columns + '\n' + cells + '\n'));
                house.reader().readAll();
                long failed =
                        house.campaigns.inState(CampaignState.FAILED).stream().count();
                boolean taken = failed == refusedSoFar;
                refusedSoFar = failed;
                assertThat(faults(schema("campaign-row"), row).isEmpty())
                        .as(columns)
                        .isEqualTo(taken);
            }
            assertThat(refusedSoFar).isEqualTo(9);
        }
    }

    private long refusedSoFar;
}
