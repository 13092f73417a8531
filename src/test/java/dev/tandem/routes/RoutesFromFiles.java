package dev.tandem.routes;

import static org.awaitility.Awaitility.await;

import dev.tandem.steps.EchoTrail;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.activemq6.ActiveMQComponent;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** Routes from their real files, with a broker in memory of their own. */
public final class RoutesFromFiles implements AutoCloseable {

    public final DefaultCamelContext camel = new DefaultCamelContext();
    final ActiveMQConnectionFactory broker;

    /** The broker lives as long as it has a connection. */
    private final Connection open;

    private RoutesFromFiles() throws JMSException {
        broker = new ActiveMQConnectionFactory("vm://" + UUID.randomUUID()
                + "?broker.persistent=false&broker.useJmx=false&broker.useShutdownHook=false");
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setInitialRedeliveryDelay(50);
        policy.setMaximumRedeliveries(20);
        broker.setRedeliveryPolicy(policy);
        ActiveMQComponent component = new ActiveMQComponent();
        component.setConnectionFactory(broker);
        component.setCacheLevelName("CACHE_CONSUMER");
        camel.addComponent("activemq6", component);
        EchoTrail trail = new EchoTrail();
        camel.addRoutePolicyFactory(trail);
        camel.getManagementStrategy().addEventNotifier(trail);
        open = broker.createConnection();
        open.start();
    }

    public static RoutesFromFiles start(Map<String, Object> beans, Map<String, String> properties, String... files)
            throws Exception {
        RoutesFromFiles routes = new RoutesFromFiles();
        beans.forEach(routes.camel.getRegistry()::bind);
        Properties given = new Properties();
        given.putAll(properties);
        routes.camel.getPropertiesComponent().setInitialProperties(given);
        for (String file : files) {
            PluginHelper.getRoutesLoader(routes.camel)
                    .loadRoutes(PluginHelper.getResourceLoader(routes.camel)
                            .resolveResource("file:" + Path.of("routes", file).toAbsolutePath()));
        }
        routes.camel.start();
        awaitSubscriptions(routes.camel);
        return routes;
    }

    /** Comes back when every route listens at its queue. */
    static void awaitSubscriptions(CamelContext camel) throws Exception {
        for (Route route : camel.getRoutes()) {
            awaitSubscription(route.getConsumer());
        }
    }

    /** A virtual topic feeds the queues there are: what is published before a route has subscribed goes nowhere. */
    private static void awaitSubscription(Consumer consumer) throws Exception {
        if (consumer instanceof JmsConsumer jms
                && jms.getListenerContainer() instanceof DefaultMessageListenerContainer listener) {
            await().until(listener::isRegisteredWithDestination);
        }
    }

    public ProducerTemplate producer() {
        return camel.createProducerTemplate();
    }

    @Override
    public void close() throws JMSException {
        camel.stop();
        open.close();
    }
}
