package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.webhook.ReadDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of reading: what the person sees of it. Thread-safe. */
@Component("reading")
public final class ReadSteps {

    private static final int LONGEST_ID = 300;

    private final ReadDesk desk;
    private final NumberDirectory numbers;

    public ReadSteps(ReadDesk desk, NumberDirectory numbers) {
        this.desk = desk;
        this.numbers = numbers;
    }

    /** Marks a message and all earlier ones as read. */
    public void read(@Header("n") String name, @Header("wamid") String wamid, Exchange exchange) {
        BusinessNumber number = NumberInPath.of(numbers, name, exchange);
        String messageId = PathName.of(wamid);
        if (messageId.isBlank() || messageId.length() > LONGEST_ID) {
            throw SmallBody.wrong("The path should name a message id of at most " + LONGEST_ID + " characters.");
        }
        JsonNode wish = SmallBody.read(exchange, List.of("typing"));
        if (wish.has("typing") && !wish.get("typing").isBoolean()) {
            throw SmallBody.wrong("typing: true also shows the person that an answer is being typed.");
        }
        boolean typing = wish.path("typing").asBoolean(false);
        Optional<Cause> refused = desk.read(number, messageId, typing);
        if (refused.isPresent()) {
            refuse(exchange, refused.get());
            return;
        }
        Answers.json(exchange, 200, Map.of("messageId", messageId, "read", true, "typing", typing));
    }

    private static void refuse(Exchange exchange, Cause cause) {
        int status =
                switch (cause.reason()) {
                    case WRONG_STATE -> 409;
                    case CLOUD_API -> 422;
                    default -> 502;
                };
        Map<String, Object> body = Problems.body(status, cause.reason(), cause.detail());
        body.put("reason", cause.code());
        Answers.raw(exchange, status, Problems.TYPE, Answers.text(body));
    }
}
