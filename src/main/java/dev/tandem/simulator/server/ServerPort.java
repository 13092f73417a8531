package dev.tandem.simulator.server;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;

/** The port the simulator listens on, which can be closed for a while: then connections are truly refused. */
public final class ServerPort {
    private static final Logger log = LoggerFactory.getLogger(ServerPort.class);

    /** Time for the answer of the call that asked for it. */
    private static final Duration LEAD = Duration.ofMillis(50);

    private final Supplier<WebServer> server;

    public ServerPort(Supplier<WebServer> server) {
        this.server = server;
    }

    /** Ends all connections shortly and refuses new ones for that long; then listens on the same port again. */
    public void refuseFor(Duration time) {
        if (!(server.get() instanceof TomcatWebServer tomcat)) {
            throw new IllegalStateException("the simulator runs on Tomcat");
        }
        Connector connector = tomcat.getTomcat().getConnector();
        // Its own thread, because the server waits for the threads of its requests when it stops.
        Thread thread = new Thread(() -> refuse(connector, time), "simulator-port");
        thread.setDaemon(true);
        thread.start();
    }

    private static void refuse(Connector connector, Duration time) {
        Pause.nanos(LEAD.toNanos());
        int port = connector.getLocalPort();
        try {
            connector.stop();
            try {
                Pause.nanos(time.toNanos());
            } finally {
                connector.setPort(port);
                connector.start();
            }
        } catch (LifecycleException e) {
            log.error("Port {} could not be closed and opened again", port, e);
        }
    }
}
