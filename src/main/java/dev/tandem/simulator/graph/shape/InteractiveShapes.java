package dev.tandem.simulator.graph.shape;

import static dev.tandem.simulator.graph.shape.Rules.anything;
import static dev.tandem.simulator.graph.shape.Rules.choice;
import static dev.tandem.simulator.graph.shape.Rules.kinds;
import static dev.tandem.simulator.graph.shape.Rules.list;
import static dev.tandem.simulator.graph.shape.Rules.text;
import static dev.tandem.simulator.graph.shape.Rules.url;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Interactive messages, kind by kind, with Meta's lengths and counts. */
final class InteractiveShapes {
    private static final int BODY = 1024;
    private static final int LIST_BODY = 4096;
    private static final int FOOTER = 60;
    private static final int MOST_ROWS = 10;

    private InteractiveShapes() {}

    static Rule all() {
        Map<String, Rule> kinds = new LinkedHashMap<>();
        kinds.put("button", frame(BODY).required("action", buttons()));
        kinds.put("list", frame(LIST_BODY).required("action", InteractiveShapes::checkList));
        kinds.put("cta_url", frame(BODY).required("action", callToAction()));
        kinds.put("location_request_message", frame(BODY).required("action", named("send_location")));
        kinds.put("request_contact_info", frame(BODY).required("action", named("request_contact_info")));
        kinds.put("flow", frame(BODY).required("action", named("flow").required("parameters", anything())));
        return kinds("type", kinds);
    }

    private static ObjectRule frame(int bodyLength) {
        return new ObjectRule()
                .required("type", text(32))
                .required("body", new ObjectRule().required("text", text(bodyLength)))
                .optional("header", header())
                .optional("footer", new ObjectRule().required("text", text(FOOTER)));
    }

    private static Rule header() {
        return kinds(
                "type",
                Map.of(
                        "text", typed().required("text", text(60)),
                        "image", typed().required("image", MessageShapes.media()),
                        "video", typed().required("video", MessageShapes.media()),
                        "document",
                                typed().required(
                                                "document",
                                                MessageShapes.media().optional("filename", text(240)))));
    }

    private static ObjectRule typed() {
        return new ObjectRule().required("type", text(32));
    }

    private static Rule buttons() {
        ObjectRule reply = new ObjectRule().required("id", text(256)).required("title", text(20));
        return new ObjectRule()
                .required(
                        "buttons",
                        list(
                                1,
                                3,
                                new ObjectRule()
                                        .required("type", choice("reply"))
                                        .required("reply", reply)));
    }

    private static void checkList(JsonNode value, String path) {
        ObjectRule row = new ObjectRule()
                .required("id", text(200))
                .required("title", text(24))
                .optional("description", text(72));
        ObjectRule section = new ObjectRule().required("rows", list(1, MOST_ROWS, row));
        if (value.path("sections").size() > 1) {
            section.required("title", text(24));
        } else {
            section.optional("title", text(24));
        }
        new ObjectRule()
                .required("button", text(20))
                .required("sections", list(1, 10, section))
                .check(value, path);
        int rows = 0;
        for (JsonNode one : value.path("sections")) {
            rows += one.path("rows").size();
        }
        if (rows > MOST_ROWS) {
            throw Rules.invalid(path + ".sections have " + rows + " rows in all; at most " + MOST_ROWS);
        }
    }

    private static Rule callToAction() {
        return named("cta_url")
                .required(
                        "parameters",
                        new ObjectRule().required("display_text", text(20)).required("url", url()));
    }

    private static ObjectRule named(String name) {
        return new ObjectRule().required("name", choice(name));
    }
}
