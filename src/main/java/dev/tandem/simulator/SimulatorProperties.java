package dev.tandem.simulator;

import java.net.URI;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties under {@code tandem.simulator}.
 *
 * @param port 0 for any free one
 * @param webhookUrl where webhooks go
 * @param appSecret key of their signature
 * @param verifyToken token of the handshake
 * @param appId of the app whose secret that is
 * @param tidy whether Meta behaves better than Meta does
 * @param seed of everything that is left to chance
 * @param webhookConnections most webhooks on their way at a time
 */
record SimulatorProperties(
        @DefaultValue("8090") int port,
        @DefaultValue("http://127.0.0.1:8080/webhook") URI webhookUrl,
        @DefaultValue("simulator-app-secret") String appSecret,
        @DefaultValue("simulator-verify-token") String verifyToken,
        @DefaultValue("700000000000001") String appId,
        @DefaultValue("false") boolean tidy,
        @DefaultValue("1") long seed,
        @DefaultValue("16") int webhookConnections) {}
