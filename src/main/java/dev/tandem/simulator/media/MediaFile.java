package dev.tandem.simulator.media;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One file at Meta. Thread-safe. */
public final class MediaFile {
    private static final Duration INBOUND_LIFE = Duration.ofDays(7);
    private static final Duration UPLOAD_LIFE = Duration.ofDays(30);

    private final String id;
    private final String phoneNumberId;
    private final String contentType;
    private final byte[] bytes;
    private final byte[] digest;
    private final Instant at;
    private final boolean uploaded;
    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicInteger downloads = new AtomicInteger();
    private volatile State state = new State(MediaFault.NONE, null);

    /** What is wrong with it, and where it leads then. */
    private record State(MediaFault fault, @Nullable String target) {}

    MediaFile(String id, String phoneNumberId, String contentType, byte[] bytes, Instant at, boolean uploaded) {
        this.id = id;
        this.phoneNumberId = phoneNumberId;
        this.contentType = contentType;
        this.bytes = bytes.clone();
        this.digest = sha256(bytes);
        this.at = at;
        this.uploaded = uploaded;
    }

    public String id() {
        return id;
    }

    public String phoneNumberId() {
        return phoneNumberId;
    }

    public String contentType() {
        return contentType;
    }

    public int size() {
        return bytes.length;
    }

    /** As look-ups write it. */
    public String sha256Hex() {
        return HexFormat.of().formatHex(digest);
    }

    /** As webhooks write it. */
    public String sha256Base64() {
        return Base64.getEncoder().encodeToString(digest);
    }

    /** When it came to Meta. */
    public Instant at() {
        return at;
    }

    /** Whether the business uploaded it, and no person sent it. */
    public boolean isUploaded() {
        return uploaded;
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(at.plus(uploaded ? UPLOAD_LIFE : INBOUND_LIFE));
    }

    public MediaFault fault() {
        return state.fault();
    }

    /** Where it leads when its fault leads elsewhere. */
    public @Nullable String target() {
        return state.target();
    }

    public void fault(MediaFault fault, @Nullable String target) {
        state = new State(fault, target);
    }

    /** The bytes as they are handed out, which a fault may have changed. */
    public byte[] served() {
        byte[] out = bytes.clone();
        if (fault() == MediaFault.WRONG_CHECKSUM && out.length > 0) {
            out[0] ^= 1;
        }
        return out;
    }

    public int countLookUp() {
        return lookUps.incrementAndGet();
    }

    public int countDownload() {
        return downloads.incrementAndGet();
    }

    public int lookUps() {
        return lookUps.get();
    }

    public int downloads() {
        return downloads.get();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
