package dev.tandem.config;

import dev.tandem.consent.CampaignHours;
import dev.tandem.consent.Categories;
import dev.tandem.consent.ConsentCheck;
import dev.tandem.consent.ConsentDesk;
import dev.tandem.consent.ContactReader;
import dev.tandem.consent.MarketingPlaceCheck;
import dev.tandem.consent.OptInWarnings;
import dev.tandem.consent.QuietHoursCheck;
import dev.tandem.consent.WishSheet;
import dev.tandem.consent.Wishes;
import dev.tandem.domain.Alerts;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.Recipients;
import dev.tandem.store.JdbcWishes;
import dev.tandem.template.TemplateDesk;
import dev.tandem.webhook.ConsentNews;
import dev.tandem.webhook.PreferenceIntake;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What persons want to receive, put together. What refuses is asked before what holds. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ConsentProperties.class, QuietHoursProperties.class})
class ConsentConfiguration {

    private static final Pattern USER_ID = Pattern.compile("[A-Za-z]{2}\\.[A-Za-z0-9.]{1,150}");

    @Bean
    Wishes wishStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcWishes(jdbc, transaction);
    }

    @Bean
    ConsentDesk consentDesk(Wishes wishes, ConsentProperties properties, Clock clock) {
        return new ConsentDesk(
                wishes,
                properties.stopWords() ? Optional.of(StopWordsFile.read(properties.stopWordsFile())) : Optional.empty(),
                clock);
    }

    @Bean
    ContactReader contactReader() {
        return written -> {
            String bare = written.strip();
            return USER_ID.matcher(bare).matches()
                    ? bare
                    : Objects.requireNonNull(Recipients.ofPhone(bare).phone());
        };
    }

    @Bean
    WishSheet wishSheet(ContactReader contacts) {
        return new WishSheet(contacts);
    }

    @Bean
    OptInWarnings optInWarnings(Alerts alerts) {
        return new OptInWarnings(alerts);
    }

    @Bean
    PreferenceIntake preferenceIntake(ConsentNews news) {
        return new PreferenceIntake(news);
    }

    @Bean
    Categories templateCategories(TemplateDesk templates) {
        return templates::category;
    }

    @Bean
    @Order(10)
    LaneCheck consentCheck(Wishes wishes, Categories categories, ConsentProperties properties, OptInWarnings warnings) {
        return new ConsentCheck(wishes, categories, properties.optIn(), warnings);
    }

    @Bean
    @Order(20)
    LaneCheck marketingPlaceCheck(Categories categories, ConsentProperties properties) {
        return properties.marketingToUs() == ConsentProperties.MarketingToUs.REFUSE
                ? new MarketingPlaceCheck(categories)
                : leaving -> Optional.empty();
    }

    @Bean
    @Order(90)
    LaneCheck quietHoursCheck(QuietHoursProperties properties, CampaignHours campaigns) {
        return new QuietHoursCheck(properties.hours(), campaigns);
    }
}
