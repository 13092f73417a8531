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
import org.jspecify.annotations.Nullable;

/** Files that follow their placeholders, under {@code field: history} (R25). Thread-safe. */
final class LateMedia {
    private final SimulatorClock clock;
    private final Behaviour behaviour;
    private final MediaFiles files;

    LateMedia(SimulatorClock clock, Behaviour behaviour, MediaFiles files) {
        this.clock = clock;
        this.behaviour = behaviour;
        this.files = files;
    }

    /** The webhook of the file of one message. */
    Delivery.Step of(NumberProfile number, Person person, PastMessage past) {
        return new OneFile(number, person, past);
    }

    /** Puts a file at Meta when it is told of first; a repeated webhook tells of the same one. */
    private final class OneFile implements Delivery.Step {
        private final NumberProfile number;
        private final Person person;
        private final PastMessage past;
        private @Nullable MediaFile file;

        OneFile(NumberProfile number, Person person, PastMessage past) {
            this.number = number;
            this.person = person;
            this.past = past;
        }

        @Override
        public synchronized WebhookItem item(Receipt receipt) {
            ObjectNode content = PastWebhooks.content(past);
            String type = content.path("type").asText();
            if (file == null) {
                file = add(type, content.path(type));
            }
            content.withObject("/" + type)
                    .put("mime_type", file.contentType())
                    .put("sha256", file.sha256Base64())
                    .put("id", file.id());
            return item(content, receipt);
        }

        private WebhookItem item(ObjectNode content, Receipt receipt) {
            boolean asSample = past.outbound() && behaviour.on(Switch.LATE_MEDIA_AS_MESSAGES);
            boolean echo = past.outbound() && !asSample;
            long timestamp =
                    asSample ? clock.now().getEpochSecond() : past.message().timestamp();
            ObjectNode json = echo ? PastWebhooks.ofBusiness(number, person, true) : PastWebhooks.ofPerson(person);
            json.put("id", past.message().id()).put("timestamp", Long.toString(timestamp));
            json.setAll(content);
            String list = echo ? "message_echoes" : "messages";
            return new WebhookItem(number, SyncType.HISTORY.metaName(), list, json, null, receipt);
        }

        /** A file that Meta had from a live message keeps its bytes; the id is a new one, good for seven days. */
        private MediaFile add(String type, JsonNode inner) {
            MediaFile known = files.find(inner.path("id").asText());
            byte[] bytes = known != null
                    ? known.served()
                    : SampleFiles.of(type, past.message().id());
            String contentType = inner.path("mime_type").asText(SampleFiles.mimeType(type));
            return files.add(number.phoneNumberId(), contentType, bytes, Duration.ZERO, false);
        }
    }
}
