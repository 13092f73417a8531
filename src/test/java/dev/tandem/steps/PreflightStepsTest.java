package dev.tandem.steps;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.campaign.CampaignHouse;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why there is no report about a campaign. */
class PreflightStepsTest {

    @TempDir
    Path folder;

    @Test
    void aReportThatIsNotThereSaysWhy() throws Exception {
        try (CampaignHouse house = new CampaignHouse(folder)) {
            PreflightSteps steps = new PreflightSteps(house.preflightDesk, house.desk);
            Exchange exchange = new DefaultExchange(new DefaultCamelContext());
            house.arrive(house.drop("spring.csv", "to,colour\n+49 170 1234567,red\n"));
            String id = house.desk.newest(1).get(0).campaign().id();
            assertThatThrownBy(() -> steps.show(id, exchange))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("It is still being checked. Ask again in a moment.");
            house.reader().readAll();
            assertThatThrownBy(() -> steps.show(id, exchange))
                    .hasMessage("It is failed and was not checked beforehand.");
            assertThatThrownBy(() -> steps.show("none", exchange))
                    .hasMessage("There is no campaign 'none'. GET /api/v1/campaigns lists them.");
        }
    }
}
