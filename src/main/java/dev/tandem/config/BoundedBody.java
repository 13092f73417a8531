package dev.tandem.config;

import dev.tandem.steps.RawBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/**
 * A body that ends one byte behind the limit: Camel reads bodies into memory before a route can refuse them, and a webhook's
 * come from callers whom nobody knows yet. What follows is read and forgotten, up to 16 MiB, because who still sends does not
 * read the answer. For one thread.
 */
final class BoundedBody extends ServletInputStream {

    private static final int FORGOTTEN = 16 << 20;

    private final ServletInputStream body;
    private int left = RawBody.LIMIT + 1;

    BoundedBody(ServletInputStream body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            forget();
            return -1;
        }
        int read = body.read(bytes, offset, Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }

    private void forget() throws IOException {
        byte[] some = new byte[64 << 10];
        int more = FORGOTTEN;
        int read = body.read(some);
        while (read >= 0 && more > 0) {
            more -= read;
            read = body.read(some);
        }
    }

    @Override
    public boolean isFinished() {
        return left == 0 || body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
