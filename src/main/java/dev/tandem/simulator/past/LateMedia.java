package dev.tandem.simulator.past;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.media.MediaFile;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Files that follow their placeholders, under {@code field: history} (R25). Each is put at Meta when it is told of. */
final class LateMedia {
    private final SimulatorClock clock;
    private final Behaviour behaviour;
    private final MediaFiles files;

    LateMedia(SimulatorClock clock, Behaviour behaviour, MediaFiles files) {
        this.clock = clock;
        this.behaviour = behaviour;
        this.files = files;
    }

    /** The webhook of one file; a repeated one tells of the same file. */
    Delivery.Step of(NumberProfile number, Person person, PastMessage past) {
        Supplier<MediaFile> file = once(() -> file(number, past));
        return receipt -> item(number, person, past, file.get(), receipt);
    }

    private WebhookItem item(NumberProfile number, Person person, PastMessage past, MediaFile file, Receipt receipt) {
        boolean asPersons = !past.outbound() || behaviour.on(Switch.LATE_MEDIA_AS_MESSAGES);
        long timestamp = past.outbound() && asPersons
                ? clock.now().getEpochSecond()
                : past.message().timestamp();
        ObjectNode json = asPersons ? PastWebhooks.ofPerson(person) : PastWebhooks.ofBusiness(number, person, true);
        json.put("id", past.message().id()).put("timestamp", Long.toString(timestamp));
        ObjectNode content = PastWebhooks.content(past);
        content.withObject("/" + content.path("type").asText())
                .put("mime_type", file.contentType())
                .put("sha256", file.sha256Base64())
                .put("id", file.id());
        json.setAll(content);
        String list = asPersons ? "messages" : "message_echoes";
        return new WebhookItem(number, SyncType.HISTORY.metaName(), list, json, null, receipt);
    }

    private MediaFile file(NumberProfile number, PastMessage past) {
        ObjectNode content = PastWebhooks.content(past);
        String type = content.path("type").asText();
        JsonNode inner = content.path(type);
        MediaFile known = files.find(inner.path("id").asText());
        byte[] bytes = known != null
                ? known.served()
                : SampleFiles.of(type, past.message().id());
        String contentType = inner.path("mime_type").asText(SampleFiles.mimeType(type));
        return files.add(number.phoneNumberId(), contentType, bytes, Duration.ZERO, false);
    }

    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private volatile Optional<T> made = Optional.empty();

            @Override
            public synchronized T get() {
                if (made.isEmpty()) {
                    made = Optional.of(make.get());
                }
                return made.get();
            }
        };
    }
}
