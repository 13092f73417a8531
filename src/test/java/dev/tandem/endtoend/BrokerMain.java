package dev.tandem.endtoend;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/**
 * An ActiveMQ as an operator would run one, in a process of its own: a journal on disk and ActiveMQ's own defaults, virtual
 * topics included. Arguments: the folder of its journal, and where it listens.
 */
public final class BrokerMain {

    static final String READY = "ActiveMQ listens: ";

    private BrokerMain() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setBrokerName("external");
        broker.setUseJmx(false);
        broker.setDataDirectoryFile(Path.of(args[0]).toFile());
        KahaDBPersistenceAdapter journal = new KahaDBPersistenceAdapter();
        journal.setDirectory(Path.of(args[0]).resolve("kahadb").toFile());
        broker.setPersistenceAdapter(journal);
        broker.addConnector(args[1]);
        broker.start();
        broker.waitUntilStarted();
        System.out.println(
                READY + broker.getTransportConnectors().get(0).getConnectUri().getPort());
        new CountDownLatch(1).await();
    }
}
