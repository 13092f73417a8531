package dev.tandem.config;

/** What a newcomer can try at once, with the real addresses of this start. */
final class ThreeThings {

    private ThreeThings() {}

    static String toTry(TandemProperties properties, int port, String alias) {
        String simulator = properties.graph().baseUrl();
        return """

                Three things to try against the simulated WhatsApp, no Meta account needed:

                1. Send a template, then look at what became of it:
                   curl -s http://127.0.0.1:%1$d/api/v1/sends -H "Authorization: Bearer $(cat %2$s/api-key)" \\
                     -d '{"from":"%4$s","to":"+49 170 1234567","template":{"name":"order_update","language":"en","parameters":["A-17"]}}'
                   curl -s "http://127.0.0.1:%1$d/api/v1/sends?limit=1" -H "Authorization: Bearer $(cat %2$s/api-key)"

                2. Be the person and write to the number; the 24-hour window opens:
                   curl -s %3$s/control/numbers/%4$s/inbound -H 'Content-Type: application/json' \\
                     -d '{"from":"491701234567","message":{"type":"text","text":{"body":"Hello!"}}}'
                   curl -s http://127.0.0.1:%1$d/api/v1/numbers/%4$s/windows/491701234567 -H "Authorization: Bearer $(cat %2$s/api-key)"

                3. Drop a file of sends and watch its result appear in %2$s/campaigns/out:
                   printf 'from,to,template,language,body.1\\n%4$s,+491701234568,order_update,en,A-18\\n' > %2$s/campaigns/in/hello.csv
                """.formatted(port, properties.dataDir(), simulator, alias);
    }
}
