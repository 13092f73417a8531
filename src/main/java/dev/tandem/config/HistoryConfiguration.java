package dev.tandem.config;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.store.JdbcChunkLedger;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.JdbcPastMessages;
import dev.tandem.store.JdbcPhoneBook;
import dev.tandem.webhook.ContactIntake;
import dev.tandem.webhook.HistoryIntake;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.SyncNews;
import java.time.Instant;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The past of a number and its phone book, put together. */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    @Bean
    JdbcChunkLedger chunkLedger(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcChunkLedger(jdbc, transaction);
    }

    @Bean
    HistoryIntake historyIntake(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            JdbcOutbox outbox,
            JdbcChunkLedger chunks,
            RawIntake raw,
            Quarantine quarantine,
            ObjectProvider<SyncNews> sync) {
        return new HistoryIntake(
                new JdbcPastMessages(jdbc, transaction, outbox), chunks, raw, quarantine, new AllSyncNews(sync));
    }

    @Bean
    ContactIntake contactIntake(
            JdbcTemplate jdbc, TransactionTemplate transaction, RawIntake raw, ObjectProvider<SyncNews> sync) {
        return new ContactIntake(new JdbcPhoneBook(jdbc, transaction), raw, new AllSyncNews(sync));
    }

    /** Whoever wants to know, asked for when there is something to tell. */
    private record AllSyncNews(ObjectProvider<SyncNews> all) implements SyncNews {

        @Override
        public boolean awaits(BusinessNumber number, Instant at) {
            return all.orderedStream().allMatch(news -> news.awaits(number, at));
        }

        @Override
        public void chunk(BusinessNumber number, HistoryChunk chunk) {
            tell(news -> news.chunk(number, chunk));
        }

        @Override
        public void declined(BusinessNumber number, Instant at) {
            tell(news -> news.declined(number, at));
        }

        @Override
        public void contacts(BusinessNumber number, Instant at, boolean noEdit) {
            tell(news -> news.contacts(number, at, noEdit));
        }

        private void tell(Consumer<SyncNews> what) {
            all.orderedStream().forEach(what);
        }
    }
}
