package dev.tandem.campaign;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.QuietHours;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.PortfolioBook;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a campaign is checked against beside its own rows. Everything in it only reads.
 *
 * @param numbers the numbers that rows may name
 * @param checks what every send is asked when it leaves, in that order
 * @param standings the persons' windows
 * @param categories what Meta takes a template for; empty when it cannot be told now
 * @param zones where a person may be
 * @param quietHours those of the house
 * @param portfolio the people of the portfolio's limit
 */
public record Surroundings(
        NumberDirectory numbers,
        List<LaneCheck> checks,
        Standings standings,
        Categories categories,
        Function<Recipient, List<ZoneId>> zones,
        Optional<QuietHours> quietHours,
        PortfolioBook portfolio) {

    /** What Meta takes a number's templates for. */
    @FunctionalInterface
    public interface Categories {

        /** The category; empty when it cannot be told at the moment. */
        Optional<TemplateCategory> of(BusinessNumber number, TemplateName template);
    }
}
