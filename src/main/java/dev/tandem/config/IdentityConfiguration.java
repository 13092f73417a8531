package dev.tandem.config;

import dev.tandem.send.ContactBook;
import dev.tandem.store.JdbcContactBook;
import dev.tandem.store.JdbcPeople;
import dev.tandem.webhook.People;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.UserIdIntake;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is who across phone numbers and user ids. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    ContactBook contactBook(JdbcTemplate jdbc) {
        return new JdbcContactBook(jdbc);
    }

    @Bean
    People people(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcPeople(jdbc, transaction);
    }

    @Bean
    UserIdIntake userIdIntake(People people, RawIntake raw) {
        return new UserIdIntake(people, raw);
    }
}
