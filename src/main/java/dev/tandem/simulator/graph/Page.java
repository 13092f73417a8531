package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.server.RawAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * One page of a list as the Graph API cuts it: {@code limit}, {@code after} and {@code before} in the request, cursors
 * and links in the answer. An empty list has {@code data} alone.
 */
final class Page {
    private static final int DEFAULT_LIMIT = 25;

    private Page() {}

    /**
     * Answers with a page of {@code all}.
     *
     * @param most the largest {@code limit}; more is cut to it
     */
    static <T> ServerResponse of(ServerRequest http, List<T> all, int most, Function<T, ObjectNode> write) {
        int limit = Math.max(1, Math.min(limit(http), most));
        Optional<Integer> before = cursor(http, "before");
        int from = Math.min(
                before.map(last -> Math.max(0, last - limit))
                        .orElse(cursor(http, "after").orElse(0)),
                all.size());
        int end = Math.min(before.orElse(all.size()), all.size());
        int to = (int) Math.max(from, Math.min((long) from + limit, end));
        ObjectNode json = MetaJson.object();
        ArrayNode data = json.putArray("data");
        all.subList(from, to).forEach(item -> data.add(write.apply(item)));
        if (!all.isEmpty()) {
            paging(http, json.putObject("paging"), from, to, all.size());
        }
        return new RawAnswer(200, RawAnswer.JSON, MetaJson.write(json));
    }

    /** The cursor of a position. */
    static String cursor(int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Integer.toString(position).getBytes(StandardCharsets.US_ASCII));
    }

    private static void paging(ServerRequest http, ObjectNode paging, int from, int to, int size) {
        paging.putObject("cursors").put("before", cursor(from)).put("after", cursor(to));
        if (from > 0) {
            paging.put("previous", link(http, "before", from, "after"));
        }
        if (to < size) {
            paging.put("next", link(http, "after", to, "before"));
        }
    }

    private static String link(ServerRequest http, String parameter, int position, String dropped) {
        return http.uriBuilder()
                .replaceQueryParam(dropped)
                .replaceQueryParam(parameter, cursor(position))
                .build()
                .toString();
    }

    private static int limit(ServerRequest http) {
        try {
            return http.param("limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
        } catch (NumberFormatException e) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "limit must be a whole number");
        }
    }

    private static Optional<Integer> cursor(ServerRequest http, String parameter) {
        try {
            return http.param(parameter)
                    .map(c -> Integer.parseInt(new String(Base64.getUrlDecoder().decode(c), StandardCharsets.US_ASCII)))
                    .filter(position -> position >= 0);
        } catch (IllegalArgumentException e) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, parameter + " is not a cursor of this list");
        }
    }
}
