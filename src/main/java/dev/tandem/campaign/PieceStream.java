package dev.tandem.campaign;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bytes that are made piece by piece as they are read, so that a text of any length takes no more memory than a piece. */
final class PieceStream extends InputStream {

    /** Where they come from. */
    interface Pieces extends Closeable {

        /** The next piece, which may be empty; null behind the last. */
        byte @Nullable [] next() throws IOException;
    }

    private final Pieces pieces;
    private byte @Nullable [] piece = new byte[0];
    private int position;

    PieceStream(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (piece != null && position == piece.length) {
            piece = pieces.next();
            position = 0;
        }
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        pieces.close();
    }
}
