package dev.tandem.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** STOMP 1.2 by hand on a socket: what a script in any language would write. */
final class StompClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** A frame that came. */
    record Frame(String command, Map<String, String> headers, String body) {}

    StompClient(EngineProcess engine) throws IOException {
        URI address = URI.create(engine.listens("stomp"));
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        write(
                "CONNECT",
                Map.of("accept-version", "1.2", "host", "x", "login", "tandem", "passcode", engine.brokerPassword()),
                "");
        expect("CONNECTED");
    }

    void write(String command, Map<String, String> headers, String body) throws IOException {
        StringBuilder frame = new StringBuilder(command).append('\n');
        headers.forEach(
                (name, value) -> frame.append(name).append(':').append(value).append('\n'));
        out.write((frame.append('\n').append(body).append('\0')).toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    Frame expect(String command) throws IOException {
        Frame frame = read();
        if (!frame.command().equals(command)) {
            throw new AssertionError("expected " + command + " and got " + frame);
        }
        return frame;
    }

    private Frame read() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = in.read();
        while (next == '\n') {
            next = in.read();
        }
        for (; next > 0; next = in.read()) {
            bytes.write(next);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n");
        String[] lines = text.substring(0, end).split("\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 1));
        }
        return new Frame(lines[0], headers, text.substring(end + 2));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
