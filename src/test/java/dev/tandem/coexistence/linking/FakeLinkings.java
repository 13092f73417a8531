package dev.tandem.coexistence.linking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Linkings in memory. Can die at any write, before or after it. */
final class FakeLinkings implements LinkingStore {

    /** The engine is killed. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    final Map<String, Linking> linkings = new LinkedHashMap<>();
    final Map<String, LinkedNumber> numbers = new LinkedHashMap<>();
    final Map<String, Instant> relinked = new LinkedHashMap<>();
    int writes;

    /** At which write it dies, none when negative. */
    int diesAt = -1;

    boolean diesAfterIt;

    private void write(Runnable work) {
        boolean now = writes++ == diesAt;
        if (now && !diesAfterIt) {
            throw new Killed();
        }
        work.run();
        if (now) {
            throw new Killed();
        }
    }

    @Override
    public boolean begin(Linking linking) {
        if (linking.codeHash() != null && byCode(linking.codeHash()).isPresent()) {
            return false;
        }
        write(() -> linkings.put(linking.id(), linking));
        return true;
    }

    @Override
    public Optional<Linking> find(String id) {
        return Optional.ofNullable(linkings.get(id));
    }

    @Override
    public Optional<Linking> byCode(String codeHash) {
        return linkings.values().stream()
                .filter(linking -> codeHash.equals(linking.codeHash()))
                .findFirst();
    }

    @Override
    public List<Linking> open() {
        return linkings.values().stream()
                .filter(linking -> !linking.step().isOver())
                .toList();
    }

    @Override
    public List<Linking> latest(int most) {
        List<Linking> all = new ArrayList<>(linkings.values());
        java.util.Collections.reverse(all);
        return all.subList(0, Math.min(most, all.size()));
    }

    @Override
    public boolean replace(Linking before, Linking after) {
        return replace(before, after, () -> {});
    }

    private boolean replace(Linking before, Linking after, Runnable more) {
        if (linkings.get(before.id()).version() != before.version()) {
            return false;
        }
        write(() -> {
            linkings.put(after.id(), after);
            more.run();
        });
        return true;
    }

    @Override
    public boolean take(Linking before, Linking after, LinkedNumber number) {
        return replace(before, after, () -> numbers.put(number.phoneNumberId(), number));
    }

    @Override
    public boolean relink(Linking before, Linking after, String phoneNumberId, Instant linkedAt) {
        return replace(before, after, () -> relinked.put(phoneNumberId, linkedAt));
    }

    @Override
    public boolean giveBack(Linking before, Linking after) {
        return replace(before, after, () -> numbers.values()
                .removeIf(number -> number.phoneNumberId().equals(before.phoneNumberId())
                        && number.linkedAt().equals(before.linkedAt())));
    }

    @Override
    public List<LinkedNumber> numbers() {
        return List.copyOf(numbers.values());
    }

    @Override
    public List<LinkedNumber> named(String name) {
        Map<String, LinkedNumber> all = new LinkedHashMap<>(numbers);
        linkings.values().forEach(linking -> linking.newcomer()
                .ifPresent(coming -> all.putIfAbsent(coming.phoneNumberId(), coming)));
        return all.values().stream()
                .filter(number -> List.of(number.phoneNumberId(), number.displayPhoneNumber(), number.wabaId())
                        .contains(name))
                .toList();
    }

    @Override
    public Map<String, Instant> relinked() {
        return Map.copyOf(relinked);
    }

    @Override
    public boolean renew(LinkedNumber before, LinkedNumber after) {
        return numbers.replace(before.phoneNumberId(), before, after);
    }

    @Override
    public void remove(String phoneNumberId) {
        numbers.remove(phoneNumberId);
    }
}
