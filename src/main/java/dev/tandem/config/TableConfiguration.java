package dev.tandem.config;

import dev.tandem.steps.TableClaims;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The database of the CRM's outbox table. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TableProperties.class)
class TableConfiguration {

    private static final int CONNECTIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** So many hexadecimal digits tell the engines of one table apart. */
    private static final int LONG_ENOUGH = 8;

    /** The name lives beside the ledger, because only its ledger knows which claimed rows were accepted. */
    @Bean
    TableClaims.Engine tableEngine(TableProperties table, TandemProperties tandem) {
        String name = table.engine().isEmpty()
                ? "engine-"
                        + new GeneratedSecrets(tandem.dataDir())
                                .secret("engine-id")
                                .substring(0, LONG_ENOUGH)
                : table.engine();
        return new TableClaims.Engine(name, Duration.ofMillis(table.leftAfterMillis()));
    }

    /** No candidate for anybody who wants the engine's own database; connects when it is first used. */
    @Bean(defaultCandidate = false)
    DataSource crmDataSource(TableProperties table, DataSource engine) {
        if (table.url() == null || table.url().isBlank()) {
            return new DelegatingDataSource(engine);
        }
        BasicDataSource crm = new BasicDataSource();
        crm.setUrl(table.url());
        crm.setUsername(table.user());
        crm.setPassword(table.password());
        crm.setMaxTotal(CONNECTIONS);
        crm.setMaxWait(PATIENCE);
        crm.setTestOnBorrow(true);
        crm.setValidationQueryTimeout(PATIENCE);
        return crm;
    }
}
