package dev.tandem.config;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The database of the CRM's outbox table. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TableProperties.class)
class TableConfiguration {

    private static final int CONNECTIONS = 2;

    /** No candidate for anybody who wants the engine's own database; connects when it is first used. */
    @Bean(defaultCandidate = false)
    DataSource crmDataSource(TableProperties table, DataSource engine) {
        if (table.url() == null || table.url().isBlank()) {
            return new DelegatingDataSource(engine);
        }
        HikariDataSource crm = new HikariDataSource();
        crm.setPoolName("crm");
        crm.setJdbcUrl(table.url());
        crm.setUsername(table.user());
        crm.setPassword(table.password());
        crm.setMaximumPoolSize(CONNECTIONS);
        crm.setMinimumIdle(0);
        return crm;
    }
}
