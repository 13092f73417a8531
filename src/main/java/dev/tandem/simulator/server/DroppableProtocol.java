package dev.tandem.simulator.server;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's HTTP protocol that lets a request's thread know its connection. Tomcat makes it by its class name. */
public final class DroppableProtocol extends Http11NioProtocol {

    @SuppressWarnings("unchecked") // the endpoint of an NIO protocol has NIO channels
    public DroppableProtocol() {
        Handler<NioChannel> handler = getHandler();
        ((org.apache.tomcat.util.net.AbstractEndpoint<NioChannel, ?>) getEndpoint()).setHandler(new Noting(handler));
    }

    /** Notes the connection around each piece of work on it. */
    private record Noting(Handler<NioChannel> handler) implements Handler<NioChannel> {
        @Override
        public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
            CurrentConnection.serve(socket);
            try {
                return handler.process(socket, event);
            } finally {
                CurrentConnection.served();
            }
        }

        @Override
        public Object getGlobal() {
            return handler.getGlobal();
        }

        @Override
        public void release(SocketWrapperBase<NioChannel> socket) {
            handler.release(socket);
        }

        @Override
        public void pause() {
            handler.pause();
        }

        @Override
        public void recycle() {
            handler.recycle();
        }
    }
}
