package dev.tandem.simulator.graph.shape;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form of {@code smb_app_data} (R15). */
public final class AppDataShape {
    private static final Rule BODY = new ObjectRule()
            .required("messaging_product", Rules.choice("whatsapp"))
            .required("sync_type", Rules.choice("smb_app_state_sync", "history"));

    private AppDataShape() {}

    /**
     * Accepts the body or refuses the call.
     *
     * @throws dev.tandem.simulator.meta.MetaException 100, 131008 or 131009
     */
    public static void check(ObjectNode body) {
        BODY.check(body, "");
    }
}
