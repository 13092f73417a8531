package dev.tandem.steps;

import dev.tandem.media.MediaShelf;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** The shelf as the routes {@code keep-media} and {@code discard-media}, so that a team decides where files go. Thread-safe. */
public final class MediaRouter implements MediaShelf {

    private final CamelContext camel;
    private @Nullable ProducerTemplate producer;

    public MediaRouter(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public void keep(String name, String contentType, Path file) {
        producer()
                .sendBodyAndHeaders(
                        "direct:keep-media",
                        file.toFile(),
                        Map.of(Exchange.FILE_NAME, name, Exchange.CONTENT_TYPE, contentType));
    }

    @Override
    public void discard(String name) {
        producer().sendBodyAndHeaders("direct:discard-media", "", Map.of(Exchange.FILE_NAME, name));
    }

    /** Made when it is first needed, because Camel starts after those who use this. */
    private synchronized ProducerTemplate producer() {
        if (producer == null) {
            producer = camel.createProducerTemplate();
        }
        return producer;
    }
}
