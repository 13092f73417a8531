package dev.tandem.simulator.past;

import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.number.NumberProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Decides which webhooks answer a call, in which order and how often. Thread-safe. */
final class DeliveryPlan {
    private static final int CONTACTS_OF_A_WEBHOOK = 100;

    private final Behaviour behaviour;
    private final PastWebhooks webhooks;
    private final LateMedia lateMedia;

    DeliveryPlan(Behaviour behaviour, PastWebhooks webhooks, LateMedia lateMedia) {
        this.behaviour = behaviour;
        this.webhooks = webhooks;
        this.lateMedia = lateMedia;
    }

    Delivery of(SyncType type, NumberProfile number, Linking linking, PhoneBook book) {
        LinkOptions options = linking.options();
        if (options.silent().about(type)) {
            return new Delivery(List.of());
        }
        SplittableRandom random = new SplittableRandom(options.seed() ^ type.ordinal() + 1);
        List<Delivery.Step> steps =
                type == SyncType.CONTACTS ? contacts(number, book) : history(number, linking, random);
        return new Delivery(repeated(steps, options.courier(), random));
    }

    private List<Delivery.Step> contacts(NumberProfile number, PhoneBook book) {
        List<ContactItem> items =
                book.entries().stream().map(ContactItem::added).toList();
        List<Delivery.Step> steps = new ArrayList<>();
        for (int from = 0; from < items.size(); from += CONTACTS_OF_A_WEBHOOK) {
            List<ContactItem> some = items.subList(from, Math.min(items.size(), from + CONTACTS_OF_A_WEBHOOK));
            steps.add(receipt -> webhooks.contacts(number, some, receipt));
        }
        return steps;
    }

    private List<Delivery.Step> history(NumberProfile number, Linking linking, SplittableRandom random) {
        if (!linking.options().shareHistory()) {
            boolean bare = behaviour.on(Switch.HISTORY_DECLINE_BARE);
            return List.of(receipt -> webhooks.declined(number, bare, receipt));
        }
        LinkOptions.Courier courier = linking.options().courier();
        List<Chunk> chunks = Chunk.of(linking.past(), linking.options().chunkMessages());
        if (chunks.isEmpty()) {
            return behaviour.on(Switch.HISTORY_EMPTY_TELLS)
                    ? List.of(receipt -> webhooks.nothing(number, receipt))
                    : List.of();
        }
        if (courier.shuffle()) {
            shuffle(chunks, random);
        }
        List<Delivery.Step> steps = new ArrayList<>();
        long seed = linking.options().seed();
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            int progress = progress(i, chunks.size());
            steps.add(receipt -> webhooks.chunk(number, chunk, progress, seed, receipt));
        }
        if (courier.dropChunk()) {
            steps.remove(random.nextInt(Math.max(1, steps.size() - 1)));
        }
        addMedia(steps, number, linking, random);
        return steps;
    }

    /** Grows with the place in the order of posting and ends with 100; by switch it is there too early. */
    private int progress(int position, int of) {
        boolean early = behaviour.on(Switch.HISTORY_PROGRESS_EARLY) && of > 1;
        return early && position >= Math.min(of / 2, of - 2) ? 100 : (position + 1) * 100 / of;
    }

    private void addMedia(List<Delivery.Step> steps, NumberProfile number, Linking linking, SplittableRandom random) {
        List<Delivery.Step> late = new ArrayList<>();
        for (PastThread thread : linking.past().threads()) {
            thread.messages().stream()
                    .filter(PastMessage::follows)
                    .forEach(message -> late.add(lateMedia.of(number, thread.person(), message)));
        }
        if (linking.options().courier().shuffle()) {
            late.forEach(step -> steps.add(random.nextInt(steps.size() + 1), step));
        } else {
            steps.addAll(late);
        }
    }

    private static List<Delivery.Step> repeated(
            List<Delivery.Step> steps, LinkOptions.Courier courier, SplittableRandom random) {
        if (courier.repeat() <= 1) {
            return steps;
        }
        List<Delivery.Step> all = new ArrayList<>();
        for (Delivery.Step step : steps) {
            int times = 1 + random.nextInt(courier.repeat());
            for (int i = 0; i < times; i++) {
                all.add(step);
            }
        }
        return all;
    }

    private static void shuffle(List<Chunk> chunks, SplittableRandom random) {
        for (int i = chunks.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Chunk swapped = chunks.get(i);
            chunks.set(i, chunks.get(other));
            chunks.set(other, swapped);
        }
    }
}
