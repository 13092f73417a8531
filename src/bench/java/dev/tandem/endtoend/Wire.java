package dev.tandem.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Posts over connections that are kept, with as little of the machine as can be: what calls shares the cores with what is
 * measured, and a grown-up HTTP client takes more of them than the server does. Thread-safe; a connection is one call's at a
 * time.
 */
final class Wire {

    private final URI base;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    Wire(String baseUrl) {
        base = URI.create(baseUrl);
    }

    /** Posts and reads the whole answer; what stands in it is not kept. */
    Http.Answer post(String path, Map<String, String> headers, byte[] body) {
        Connection pooled = idle.poll();
        try {
            Connection connection =
                    pooled != null ? pooled : new Connection(new Socket(base.getHost(), base.getPort()));
            int status = connection.post(request(path, headers, body.length), body);
            if (connection.isKept) {
                idle.push(connection);
            } else {
                connection.socket.close();
            }
            return new Http.Answer(status, Map.of(), "");
        } catch (IOException e) {
            throw new UncheckedIOException("POST " + path + " got no answer", e);
        }
    }

    private byte[] request(String path, Map<String, String> headers, int length) {
        StringBuilder head = new StringBuilder("POST ")
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(base.getAuthority());
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        head.append("\r\nContent-Length: ").append(length).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Connection {

        private final Socket socket;
        private final InputStream in;
        private boolean isKept = true;

        Connection(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        int post(byte[] head, byte[] body) throws IOException {
            ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + body.length);
            request.writeBytes(head);
            request.writeBytes(body);
            request.writeTo(socket.getOutputStream());
            int status = Integer.parseInt(line().split(" ")[1]);
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                String small = line.toLowerCase(Locale.ROOT);
                if (small.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            small.substring(small.indexOf(':') + 1).strip());
                } else if (small.equals("connection: close")) {
                    isKept = false;
                } else if (small.startsWith("transfer-encoding:")) {
                    throw new IOException("An answer in chunks is not read here");
                }
            }
            in.skipNBytes(length);
            return status;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("The connection was closed");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }
}
