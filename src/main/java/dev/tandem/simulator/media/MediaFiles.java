package dev.tandem.simulator.media;

import dev.tandem.simulator.time.SimulatorClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All files at Meta, and the addresses under which they can be had for a while. Thread-safe. */
public final class MediaFiles {
    /** No id comes twice, also not after a restart: an engine that ran before knows the old ones. */
    private static final long IDS_A_MILLISECOND = 100;

    private static final Duration ADDRESS_LIFE = Duration.ofMinutes(5);

    private final SimulatorClock clock;
    private final AtomicLong nextId;
    private final Map<String, MediaFile> byId = new ConcurrentSkipListMap<>();
    private final Map<String, Address> addresses = new ConcurrentHashMap<>();

    private record Address(String id, Instant until) {}

    public MediaFiles(SimulatorClock clock) {
        this.clock = clock;
        this.nextId = new AtomicLong(clock.now().toEpochMilli() * IDS_A_MILLISECOND);
    }

    /**
     * Keeps a file.
     *
     * @param age how long ago it came
     */
    public MediaFile add(String phoneNumberId, String contentType, byte[] bytes, Duration age, boolean uploaded) {
        String id = Long.toString(nextId.getAndIncrement());
        MediaFile file =
                new MediaFile(id, phoneNumberId, contentType, bytes, clock.now().minus(age), uploaded);
        byId.put(id, file);
        return file;
    }

    /** A file that Meta has still; null for others. */
    public @Nullable MediaFile alive(String id) {
        MediaFile file = byId.get(id);
        return file == null || file.isExpired(clock.now()) ? null : file;
    }

    /** Any file that was ever there and not deleted. */
    public @Nullable MediaFile find(String id) {
        return byId.get(id);
    }

    public List<MediaFile> of(String phoneNumberId) {
        return byId.values().stream()
                .filter(file -> file.phoneNumberId().equals(phoneNumberId))
                .toList();
    }

    public void delete(String id) {
        byId.remove(id);
    }

    /** A new address for a file, good for five minutes. */
    public String open(MediaFile file) {
        String hash = UUID.randomUUID().toString();
        addresses.put(hash, new Address(file.id(), clock.now().plus(ADDRESS_LIFE)));
        return hash;
    }

    /** The file of an address that is still good; null for others. */
    public @Nullable MediaFile at(String id, String hash) {
        Address address = addresses.get(hash);
        boolean good = address != null && address.id().equals(id) && clock.now().isBefore(address.until());
        return good ? alive(id) : null;
    }
}
