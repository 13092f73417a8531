package dev.tandem.endtoend;

/** Requests as clients write them. */
final class Sends {

    private Sends() {}

    /** A template. */
    static String order(String id, String from, String to) {
        return """
            {"id":"%s","from":"%s","to":"+%s",
             "template":{"name":"order_update","language":"en","parameters":["%s"]}}\
            """.formatted(id, from, to, id);
    }

    /** A text only. */
    static String text(String id, String from, String to, String body) {
        return """
            {"id":"%s","from":"%s","to":"+%s","message":{"type":"text","text":{"body":"%s"}}}\
            """.formatted(id, from, to, body);
    }

    /** A text while the window is open, else a template. */
    static String textOrOrder(String id, String from, String to, String body) {
        return with(order(id, from, to), "\"message\":{\"type\":\"text\",\"text\":{\"body\":\"" + body + "\"}}");
    }

    /** A request with one more field. */
    static String with(String request, String field) {
        return request.strip().replaceAll("\\}$", "") + "," + field + "}";
    }
}
