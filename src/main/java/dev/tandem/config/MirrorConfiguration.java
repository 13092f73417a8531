package dev.tandem.config;

import dev.tandem.send.EchoLoopCheck;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.MirrorBook;
import dev.tandem.send.SendLedger;
import dev.tandem.steps.EchoTrail;
import dev.tandem.store.JdbcMirrorBook;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/** What stands between the phone's messages and the sends. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MirrorProperties.class)
class MirrorConfiguration {

    @Bean
    MirrorBook mirrorBook(JdbcTemplate jdbc) {
        return new JdbcMirrorBook(jdbc);
    }

    @Bean
    @Order(5)
    LaneCheck echoLoopCheck(SendLedger ledger, MirrorBook mirror, MirrorProperties properties) {
        return new EchoLoopCheck(ledger, mirror, properties.loopSends(), properties.loopWindow());
    }

    /** Camel finds it by its type. */
    @Bean
    EchoTrail echoTrail() {
        return new EchoTrail();
    }
}
