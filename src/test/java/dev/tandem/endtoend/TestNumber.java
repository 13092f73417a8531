package dev.tandem.endtoend;

import java.time.Instant;

/**
 * A number as both sides are told of it. Limits are a number or {@code off}; the simulator enforces what the engine is
 * configured with, except where a test says otherwise.
 */
record TestNumber(
        String alias,
        String id,
        String throughput,
        String combined,
        boolean pairLimit,
        String defaultTemplate,
        Instant linkedAt) {

    private static final Instant LINKED = Instant.parse("2026-01-01T00:00:00Z");

    /** A number without any limit, so that tests wait for nothing; {@code n} tells it from others. */
    static TestNumber unlimited(String alias, int n) {
        return new TestNumber(alias, String.valueOf(200_000_000_000_000L + n), "off", "off", false, "", LINKED);
    }

    /** A number with a throughput per second. */
    static TestNumber paced(String alias, int n, int perSecond) {
        TestNumber plain = unlimited(alias, n);
        return new TestNumber(alias, plain.id, String.valueOf(perSecond), "off", false, "", LINKED);
    }

    /** A number with a combined limit of app and API per second. */
    static TestNumber combined(String alias, int n, int perSecond) {
        TestNumber plain = unlimited(alias, n);
        return new TestNumber(alias, plain.id, "off", String.valueOf(perSecond), false, "", LINKED);
    }

    /** A number with the pair limit, here and at the simulator. */
    static TestNumber pairLimited(String alias, int n) {
        TestNumber plain = unlimited(alias, n);
        return new TestNumber(alias, plain.id, "off", "off", true, "", LINKED);
    }

    TestNumber withDefaultTemplate(String template) {
        return new TestNumber(alias, id, throughput, combined, pairLimit, template, linkedAt);
    }

    TestNumber linkedAt(Instant when) {
        return new TestNumber(alias, id, throughput, combined, pairLimit, defaultTemplate, when);
    }

    String display() {
        return "4915" + id.substring(id.length() - 9);
    }

    String waba() {
        return "9" + id.substring(1);
    }

    String token() {
        return "simulator-token-" + id;
    }

    /** Its entry in {@code numbers.yaml}. */
    String yaml() {
        return """
                - alias: %s
                  phoneNumberId: "%s"
                  displayPhoneNumber: "%s"
                  wabaId: "%s"
                  accessToken: %s
                  linkedAt: %s
            %s      limits:
                    throughputPerSecond: "%s"
                    combinedPerSecond: "%s"
                    pairSeconds: "%s"
            """.formatted(
                        alias,
                        id,
                        display(),
                        waba(),
                        token(),
                        linkedAt,
                        defaultTemplate.isEmpty() ? "" : "      defaultTemplate: " + defaultTemplate + "\n",
                        throughput,
                        combined,
                        pairLimit ? "6" : "off");
    }

    /** The same for the simulator. */
    String controlJson() {
        return """
            {"alias":"%s","displayPhoneNumber":"+%s","wabaId":"%s","token":"%s","linkedAt":"%s",
             "limits":{"throughputPerSecond":%s,"combinedPerSecond":%s,"pair":"%s"}}\
            """.formatted(
                        alias,
                        display(),
                        waba(),
                        token(),
                        linkedAt,
                        limit(throughput),
                        limit(combined),
                        pairLimit ? "on" : "off");
    }

    private static String limit(String value) {
        return value.equals("off") ? "\"off\"" : value;
    }
}
