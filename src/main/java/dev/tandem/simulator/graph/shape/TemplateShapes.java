package dev.tandem.simulator.graph.shape;

import static dev.tandem.simulator.graph.shape.Rules.anything;
import static dev.tandem.simulator.graph.shape.Rules.choice;
import static dev.tandem.simulator.graph.shape.Rules.kinds;
import static dev.tandem.simulator.graph.shape.Rules.list;
import static dev.tandem.simulator.graph.shape.Rules.number;
import static dev.tandem.simulator.graph.shape.Rules.text;

import java.util.LinkedHashMap;
import java.util.Map;

/** The form of a template send; whether it fits the template is checked afterwards. */
final class TemplateShapes {
    private static final int MOST_PARAMETERS = 100;

    private TemplateShapes() {}

    static Rule all() {
        ObjectRule language = new ObjectRule().required("code", text(16)).optional("policy", choice("deterministic"));
        return new ObjectRule()
                .required("name", text(512))
                .required("language", language)
                .optional("components", list(0, 20, component()));
    }

    private static Rule component() {
        Rule parameters = list(0, MOST_PARAMETERS, parameter());
        Map<String, Rule> kinds = new LinkedHashMap<>();
        kinds.put("header", typed().optional("parameters", parameters));
        kinds.put("body", typed().optional("parameters", parameters));
        kinds.put(
                "button",
                typed().required("sub_type", choice("quick_reply", "url", "copy_code", "flow", "catalog", "mpm"))
                        .required("index", number(0, 9))
                        .required("parameters", parameters));
        kinds.put("carousel", typed().required("cards", anything()));
        kinds.put("limited_time_offer", typed().required("parameters", anything()));
        return kinds("type", kinds);
    }

    private static Rule parameter() {
        ObjectRule currency = new ObjectRule()
                .required("fallback_value", text(1024))
                .required("code", text(3))
                .required("amount_1000", number(Long.MIN_VALUE, Long.MAX_VALUE));
        ObjectRule dateTime = new ObjectRule().required("fallback_value", text(1024));
        ObjectRule document = MessageShapes.media().optional("filename", text(240));
        Map<String, Rule> kinds = new LinkedHashMap<>();
        // A text may be empty here: that is a matter of the template's format, 132012.
        kinds.put("text", named().required("text", Rules.textOrEmpty(32_768)));
        kinds.put("currency", named().required("currency", currency));
        kinds.put("date_time", named().required("date_time", dateTime));
        kinds.put("image", typed().required("image", MessageShapes.media()));
        kinds.put("video", typed().required("video", MessageShapes.media()));
        kinds.put("document", typed().required("document", document));
        kinds.put("location", typed().required("location", MessageShapes.location()));
        kinds.put("payload", typed().required("payload", text(128)));
        kinds.put("coupon_code", typed().required("coupon_code", text(20)));
        kinds.put("action", typed().required("action", anything()));
        return kinds("type", kinds);
    }

    private static ObjectRule named() {
        return typed().optional("parameter_name", text(512));
    }

    private static ObjectRule typed() {
        return new ObjectRule().required("type", text(32));
    }
}
