package dev.tandem.simulator.server;

import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;

/** The simulator's own Tomcat, on the loopback address only. */
public final class SimulatorServer {
    /** A request that waits for an injected delay holds a thread: enough for hundreds of them at a time. */
    private static final int THREADS = 600;

    private static final int KEEP_ALIVE_MILLIS = 75_000;

    private SimulatorServer() {}

    /**
     * Makes the server.
     *
     * @param port 0 for any free one
     */
    public static TomcatServletWebServerFactory on(int port) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(port);
        factory.setAddress(InetAddress.getLoopbackAddress());
        factory.setProtocol(DroppableProtocol.class.getName());
        factory.setRegisterDefaultServlet(false);
        factory.addConnectorCustomizers(SimulatorServer::tune);
        return factory;
    }

    private static void tune(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxThreads(THREADS);
            http.setMinSpareThreads(8);
            http.setAcceptCount(1000);
            // A connection that ends after a number of requests looks like a lost answer to a careless client.
            http.setMaxKeepAliveRequests(-1);
            http.setKeepAliveTimeout(KEEP_ALIVE_MILLIS);
        }
    }
}
