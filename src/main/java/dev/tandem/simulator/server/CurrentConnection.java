package dev.tandem.simulator.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection the current thread is serving, so that a handler can end it without an answer, as networks do.
 * Belongs to the request's own thread.
 */
public final class CurrentConnection {
    private static final Logger log = LoggerFactory.getLogger(CurrentConnection.class);
    private static final ThreadLocal<@Nullable SocketWrapperBase<NioChannel>> CURRENT = new ThreadLocal<>();

    private CurrentConnection() {}

    /** Closes the connection: the client sees its end before any answer. */
    public static void close() {
        SocketWrapperBase<NioChannel> connection = CURRENT.get();
        if (connection == null) {
            throw new IllegalStateException("not called from the thread of a request");
        }
        connection.close();
    }

    /** Resets the connection: the client sees an error rather than an end. */
    public static void reset() {
        SocketWrapperBase<NioChannel> connection = CURRENT.get();
        try {
            if (connection != null) {
                // Closing with nothing left to linger for makes the kernel send RST.
                connection.getSocket().getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            log.debug("The client was faster and closed the connection itself", e);
        }
        close();
    }

    static void serve(SocketWrapperBase<NioChannel> connection) {
        CURRENT.set(connection);
    }

    static void served() {
        CURRENT.remove();
    }
}
