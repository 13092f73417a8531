package dev.tandem.send;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads one request, collects everything that is wrong with it, and makes the new row of the ledger. Thread-safe. */
public final class RequestReader {

    private static final Duration OTP_LIFE = Duration.ofMinutes(10);

    private static final Duration FURTHEST = Duration.ofDays(36_500);

    private final RequestSchema schema;
    private final NumberDirectory numbers;
    private final SendIds ids;

    public RequestReader(RequestSchema schema, NumberDirectory numbers, SendIds ids) {
        this.schema = schema;
        this.numbers = numbers;
        this.ids = ids;
    }

    /** Either a new row or everything that stands in its way. */
    record Reading(@Nullable Send send, List<Problem> problems) {}

    /** Each by itself. Asked by a worker of a pool, all of its workers read; ids grow in the order of the requests nevertheless. */
    List<Reading> readAll(List<Incoming> requests, Instant now) {
        long[] inOrder = requests.stream().mapToLong(any -> ids.next()).toArray();
        IntStream all = IntStream.range(0, inOrder.length);
        return (ForkJoinTask.inForkJoinPool() ? all.parallel() : all)
                .mapToObj(i -> read(requests.get(i), inOrder[i], now))
                .toList();
    }

    Reading read(Incoming incoming, Instant now) {
        return read(incoming, ids.next(), now);
    }

    private Reading read(Incoming incoming, long id, Instant now) {
        JsonNode request = incoming.request();
        List<Problem> problems = new ArrayList<>(schema.problems(request));
        if (!request.isObject()) {
            return new Reading(null, problems);
        }
        checkText(request, problems);
        checkMessage(request, problems);
        checkId(incoming, problems);
        BusinessNumber number = number(request, problems);
        Recipient recipient = recipient(request, problems);
        Instant notBefore = time(request, "notBefore");
        Instant expiresAt = time(request, "expiresAt");
        checkTimes(notBefore, expiresAt, now, problems);
        checkNear("notBefore", notBefore, now, problems);
        checkNear("expiresAt", expiresAt, now, problems);
        if (!problems.isEmpty() || number == null || recipient == null) {
            return new Reading(null, problems);
        }
        return new Reading(send(incoming, id, number, recipient, notBefore, expiresAt, now), problems);
    }

    private static Send send(
            Incoming incoming,
            long id,
            BusinessNumber number,
            Recipient recipient,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,
            Instant now) {
        JsonNode request = incoming.request();
        String canonical = CanonicalJson.without("id", request);
        Priority priority = request.hasNonNull("priority")
                ? Priority.parse(request.get("priority").asText())
                : incoming.priority();
        Instant from = notBefore != null && notBefore.isAfter(now) ? notBefore : now;
        Instant life = from.plus(priority == Priority.OTP ? OTP_LIFE : incoming.defaultLife());
        return Send.accepted(new Send.Acceptance(
                id,
                number.phoneNumberId(),
                clientId(incoming, id),
                CanonicalJson.hash(canonical),
                recipient,
                priority,
                incoming.campaign(),
                canonical,
                incoming.source(),
                now,
                notBefore,
                expiresAt != null ? expiresAt : life));
    }

    private static String clientId(Incoming incoming, long engineId) {
        if (incoming.request().hasNonNull("id")) {
            return incoming.request().get("id").asText();
        }
        return incoming.idBeside() != null ? incoming.idBeside() : SendIds.text(engineId);
    }

    /** Half a character (a surrogate without its other half) can be neither stored everywhere nor sent. */
    private static void checkText(JsonNode request, List<Problem> problems) {
        if (hasHalfCharacter(request)) {
            problems.add(Problem.at(
                    "",
                    Reason.INVALID_REQUEST,
                    "a text holds half a character: a \\uD800 to \\uDFFF without its other half"));
        }
    }

    private static boolean hasHalfCharacter(JsonNode json) {
        if (json.isTextual()) {
            return hasHalfCharacter(json.textValue());
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (hasHalfCharacter(field.getKey()) || hasHalfCharacter(field.getValue())) {
                return true;
            }
        }
        if (json.isArray()) {
            for (JsonNode element : json) {
                if (hasHalfCharacter(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasHalfCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Meta's form names the content after the type; the schema cannot say so. */
    private static void checkMessage(JsonNode request, List<Problem> problems) {
        String type = request.path("message").path("type").asText("");
        if (!type.isEmpty() && !request.path("message").has(type)) {
            problems.add(Problem.at(
                    "message." + type,
                    Reason.INVALID_REQUEST,
                    "the type is '" + type + "', so the content must stand in a field of that name"));
        }
    }

    private static void checkId(Incoming incoming, List<Problem> problems) {
        String beside = incoming.idBeside();
        String inside = incoming.request().path("id").asText("");
        if (incoming.idMustMatch() && beside != null && !inside.isEmpty() && !inside.equals(beside)) {
            problems.add(Problem.at(
                    "id",
                    Reason.INVALID_REQUEST,
                    "the body says '" + inside + "' and the Idempotency-Key header '" + beside
                            + "': give only one of them, or the same in both"));
        }
        if (beside != null && inside.isEmpty() && (beside.isBlank() || beside.length() > 128)) {
            problems.add(Problem.at("id", Reason.INVALID_REQUEST, "a key has 1 to 128 characters"));
        }
        String key = inside.isEmpty() && beside != null ? beside : inside;
        if (key.chars().anyMatch(Character::isISOControl) || hasHalfCharacter(key)) {
            problems.add(Problem.at("id", Reason.INVALID_REQUEST, "a key has no control characters in it"));
        }
    }

    private @Nullable BusinessNumber number(JsonNode request, List<Problem> problems) {
        String from = request.path("from").asText("");
        Optional<BusinessNumber> found = from.isEmpty() ? numbers.only() : numbers.find(from);
        if (found.isEmpty()) {
            List<String> known =
                    numbers.all().stream().map(BusinessNumber::alias).toList();
            problems.add(Problem.at(
                    "from",
                    Reason.UNKNOWN_NUMBER,
                    from.isEmpty()
                            ? "several numbers are configured, so 'from' must name one of them: " + known
                            : "no number is called '" + from + "'. Configured are: " + known));
        }
        return found.orElse(null);
    }

    private static @Nullable Recipient recipient(JsonNode request, List<Problem> problems) {
        JsonNode to = request.path("to");
        if (to.path("userId").isTextual()) {
            return Recipient.ofUserId(to.get("userId").asText());
        }
        if (!to.isTextual() || to.asText().isEmpty()) {
            return null;
        }
        try {
            return Recipients.ofPhone(to.asText());
        } catch (IllegalArgumentException e) {
            problems.add(Problem.at("to", Reason.INVALID_RECIPIENT, String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** A time in a form that the schema let through; null when there is none or when it is the schema's problem. */
    private static @Nullable Instant time(JsonNode request, String field) {
        try {
            return request.hasNonNull(field)
                    ? OffsetDateTime.parse(request.get(field).asText()).toInstant()
                    : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Beyond some year a database has no name for it. */
    private static void checkNear(String field, @Nullable Instant time, Instant now, List<Problem> problems) {
        if (time != null && Duration.between(now, time).abs().compareTo(FURTHEST) > 0) {
            problems.add(Problem.at(field, Reason.INVALID_REQUEST, "this time is more than a hundred years away"));
        }
    }

    private static void checkTimes(
            @Nullable Instant notBefore, @Nullable Instant expiresAt, Instant now, List<Problem> problems) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            problems.add(Problem.at("expiresAt", Reason.INVALID_REQUEST, "this time is over already"));
        } else if (expiresAt != null && notBefore != null && !expiresAt.isAfter(notBefore)) {
            problems.add(Problem.at("expiresAt", Reason.INVALID_REQUEST, "it would expire before notBefore"));
        }
    }
}
