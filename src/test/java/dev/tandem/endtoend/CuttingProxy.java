package dev.tandem.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cable between two processes that a test can cut: every connection through it breaks at once and new ones are refused,
 * until it is restored on the same port. Knows no protocol, so what is on its way is lost in the middle of a byte stream.
 * Thread-safe.
 */
final class CuttingProxy implements AutoCloseable {

    private static final long PORTER_MILLIS = 3_000;

    private final int port;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket door;
    private Thread porter;

    /** Leads to a port of this machine. */
    CuttingProxy(int target) {
        this.target = target;
        this.door = listen(0);
        this.port = door.getLocalPort();
    }

    int port() {
        return port;
    }

    /** Breaks everything. */
    synchronized void cut() {
        close(door);
        open.forEach(CuttingProxy::close);
        // The port is free when the thread that listens has noticed.
        try {
            porter.join(PORTER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets new connections through again. */
    synchronized void restore() {
        if (door.isClosed()) {
            door = listen(port);
        }
    }

    private ServerSocket listen(int where) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 200);
            porter = daemon(() -> acceptAll(listener));
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                connect(listener, listener.accept());
            } catch (IOException cutOrRefused) {
                // The loop ends when the door is closed; a caller whose other end refused has been told by now.
            }
        }
    }

    private void connect(ServerSocket listener, Socket caller) throws IOException {
        open.add(caller);
        Socket callee = new Socket();
        open.add(callee);
        try {
            callee.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
        } catch (IOException refused) {
            end(caller, callee);
            throw refused;
        }
        if (listener.isClosed()) {
            // Cut while it was being connected.
            end(caller, callee);
            return;
        }
        daemon(() -> copy(caller, callee));
        daemon(() -> copy(callee, caller));
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException broken) {
            // Ended by either side or cut; both sides hear of it below.
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        close(one);
        close(other);
        open.remove(one);
        open.remove(other);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is gone either way.
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        cut();
    }
}
