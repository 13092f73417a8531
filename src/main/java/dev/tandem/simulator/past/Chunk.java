package dev.tandem.simulator.past;

import java.util.ArrayList;
import java.util.List;

/**
 * What one {@code history} webhook carries: slices of threads of one phase.
 *
 * @param order its place in the phase, from 1
 */
record Chunk(int phase, int order, List<Slice> slices) {
    private static final int LAST_PHASE = 2;
    /** A webhook has at most 3 MB; what stands around a message's id and content is estimated on the safe side. */
    private static final long MOST_BYTES = 2_800_000;

    private static final int BYTES_AROUND_A_MESSAGE = 180;
    private static final int BYTES_AROUND_A_THREAD = 160;

    /** Messages {@code from} (included) to {@code to} (not included) of a thread. */
    record Slice(PastThread thread, int from, int to) {}

    /** Cuts a past into phases, newest first, and each phase into chunks; an empty phase has none (R22, R23). */
    static List<Chunk> of(Past past, int mostMessages) {
        List<Chunk> chunks = new ArrayList<>();
        for (int phase = 0; phase <= LAST_PHASE; phase++) {
            new Cutter(phase, mostMessages, chunks).cut(past);
        }
        return chunks;
    }

    /** Cuts one phase. */
    private static final class Cutter {
        private final int phase;
        private final int mostMessages;
        private final List<Chunk> chunks;
        private List<Slice> slices = new ArrayList<>();
        private int order = 1;
        private int messages;
        private long bytes;

        Cutter(int phase, int mostMessages, List<Chunk> chunks) {
            this.phase = phase;
            this.mostMessages = mostMessages;
            this.chunks = chunks;
        }

        void cut(Past past) {
            for (PastThread thread : past.threads()) {
                int from = -1;
                List<PastMessage> all = thread.messages();
                for (int at = 0; at < all.size(); at++) {
                    if (past.phaseOf(all.get(at)) != phase) {
                        from = close(thread, from, at);
                        continue;
                    }
                    long more = bytesOf(all.get(at)) + (from < 0 ? BYTES_AROUND_A_THREAD : 0);
                    if (messages == mostMessages || messages > 0 && bytes + more > MOST_BYTES) {
                        from = close(thread, from, at);
                        finish();
                    }
                    from = from < 0 ? at : from;
                    messages++;
                    bytes += more;
                }
                close(thread, from, all.size());
            }
            finish();
        }

        private static long bytesOf(PastMessage past) {
            return past.message().content().length + past.message().id().length() + BYTES_AROUND_A_MESSAGE;
        }

        private int close(PastThread thread, int from, int to) {
            if (from >= 0) {
                slices.add(new Slice(thread, from, to));
            }
            return -1;
        }

        private void finish() {
            if (!slices.isEmpty()) {
                chunks.add(new Chunk(phase, order++, List.copyOf(slices)));
                slices = new ArrayList<>();
            }
            messages = 0;
            bytes = 0;
        }
    }
}
