package dev.tandem.simulator.webhook;

import java.net.URI;

/**
 * Where webhooks go.
 *
 * @param url the receiver
 * @param appSecret the key of the signature
 * @param verifyToken the token of the handshake
 */
public record WebhookTarget(URI url, String appSecret, String verifyToken) {}
