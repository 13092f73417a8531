package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphConfigurationTest {

    /** The client's own answer to these would be a second request, which is a second message to the person. */
    @ParameterizedTest
    @ValueSource(ints = {200, 307, 308, 401, 429, 500, 503})
    void whateverMetaAnswersOneRequestLeaves(int status) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer meta = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        meta.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        meta.start();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("oneRequestOnly", new GraphConfiguration().oneRequestOnly());
            camel.start();
            Exchange answer = camel.createProducerTemplate()
                    .request(
                            "http://127.0.0.1:" + meta.getAddress().getPort()
                                    + "?httpClientConfigurer=#oneRequestOnly&throwExceptionOnFailure=false",
                            exchange -> exchange.getMessage().setBody("{}"));
            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(status);
            assertThat(requests).hasValue(1);
        } finally {
            meta.stop(0);
        }
    }
}
