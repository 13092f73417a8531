package dev.tandem.broker;

import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.filter.AnyDestination;
import org.apache.activemq.store.PersistenceAdapter;
import org.apache.activemq.store.kahadb.FilteredKahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.MultiKahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;

/**
 * The files of the embedded broker. A file of a journal goes when nothing in it is waited for any more, so one event that
 * nobody reads would keep the whole traffic since then on the disk: the engine's own queues have a journal, and every team
 * queue has one of its own, which is never much larger than what that queue holds.
 *
 * <p>A transaction that concerns several journals is committed in two phases, so it is still all or nothing after a crash.
 */
final class Journals {

    private static final int MEGABYTE = 1 << 20;

    /** What a team queue's files may be larger than its events: one that is begun, one of which a part is read. */
    private static final int TEAM_FILE_BYTES = 4 * MEGABYTE;

    /** Every journal has a buffer of this size; larger events are written all the same. */
    private static final int TEAM_WRITE_BYTES = MEGABYTE / 4;

    /** In pages of 4 KB: the default would let the index of each queue take 40 MB of memory. */
    private static final int TEAM_INDEX_PAGES = 500;

    private static final long TEAM_CLEANUP_MILLIS = 5_000;

    private Journals() {}

    /** {@code journal/} for the engine's queues and {@code teams/} with a folder for each other queue. */
    static PersistenceAdapter in(Path directory) {
        KahaDBPersistenceAdapter engine = journal();
        FilteredKahaDBPersistenceAdapter engines = new FilteredKahaDBPersistenceAdapter();
        engines.setPersistenceAdapter(engine);
        engines.setDestination(
                new AnyDestination(new ActiveMQDestination[] {new ActiveMQQueue("wa.>"), new ActiveMQTopic(">")}));

        KahaDBPersistenceAdapter team = journal();
        team.setJournalMaxFileLength(TEAM_FILE_BYTES);
        team.setJournalMaxWriteBatchSize(TEAM_WRITE_BYTES);
        team.setIndexCacheSize(TEAM_INDEX_PAGES);
        team.setCleanupInterval(TEAM_CLEANUP_MILLIS);
        FilteredKahaDBPersistenceAdapter teams = new FilteredKahaDBPersistenceAdapter();
        teams.setPersistenceAdapter(team);
        teams.setPerDestination(true);

        MultiKahaDBPersistenceAdapter all = new MultiKahaDBPersistenceAdapter();
        all.setDirectory(directory.resolve("teams").toFile());
        all.setJournalMaxFileLength(TEAM_FILE_BYTES);
        all.setJournalWriteBatchSize(TEAM_WRITE_BYTES);
        all.setFilteredPersistenceAdapters(List.of(engines, teams));
        // Only now: before, it would be a folder within the others'.
        engine.setDirectory(directory.resolve("journal").toFile());
        return all;
    }

    private static KahaDBPersistenceAdapter journal() {
        KahaDBPersistenceAdapter journal = new KahaDBPersistenceAdapter();
        journal.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
        return journal;
    }
}
