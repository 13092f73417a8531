package dev.tandem.simulator;

import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.control.ControlRoutes;
import dev.tandem.simulator.delivery.Histories;
import dev.tandem.simulator.delivery.Statuses;
import dev.tandem.simulator.graph.GraphRoutes;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.meta.Wamids;
import dev.tandem.simulator.number.DefaultNumbers;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.past.Linkings;
import dev.tandem.simulator.past.Sync;
import dev.tandem.simulator.phone.OwnerPhone;
import dev.tandem.simulator.phone.PartnerTraffic;
import dev.tandem.simulator.phone.UserPhone;
import dev.tandem.simulator.received.ReceivedBook;
import dev.tandem.simulator.server.ServerPort;
import dev.tandem.simulator.server.SimulatorServer;
import dev.tandem.simulator.template.Templates;
import dev.tandem.simulator.time.Agenda;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.WebhookTarget;
import jakarta.servlet.MultipartConfigElement;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The simulator's beans, all of them. Not a {@code @Configuration} and nothing here is found by scanning, so that an
 * application in the same JVM that scans too widely does not pick up half a simulator.
 */
@EnableWebMvc
class SimulatorWiring {

    @Bean
    SimulatorProperties simulatorProperties(Environment environment) {
        return Binder.get(environment).bindOrCreate("tandem.simulator", SimulatorProperties.class);
    }

    @Bean
    ServletWebServerFactory server(SimulatorProperties properties) {
        return SimulatorServer.on(properties.port());
    }

    @Bean
    ServerPort serverPort(ObjectProvider<WebServerApplicationContext> context) {
        return new ServerPort(() -> context.getObject().getWebServer());
    }

    @Bean
    DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }

    @Bean
    SimulatorClock simulatorClock() {
        return new SimulatorClock(Clock.systemUTC(), System::nanoTime);
    }

    @Bean
    Agenda agenda(SimulatorClock clock) {
        return new Agenda(clock);
    }

    @Bean
    Behaviour behaviour(SimulatorProperties properties) {
        return new Behaviour(properties.tidy());
    }

    @Bean
    Dice dice(SimulatorProperties properties) {
        return new Dice(properties.seed());
    }

    @Bean
    Faults faults() {
        return new Faults();
    }

    @Bean
    Wamids wamids() {
        return new Wamids();
    }

    @Bean
    ReceivedBook receivedBook() {
        return new ReceivedBook();
    }

    @Bean
    Templates templates() {
        return new Templates();
    }

    @Bean
    People people(Behaviour behaviour, Dice dice) {
        return new People(behaviour, dice);
    }

    @Bean
    Numbers numbers(SimulatorClock clock) {
        Numbers numbers = new Numbers();
        DefaultNumbers.startingAt(clock.startedAt()).forEach(numbers::put);
        return numbers;
    }

    @Bean
    Postman postman(
            SimulatorClock clock,
            Agenda agenda,
            Behaviour behaviour,
            Faults faults,
            Dice dice,
            SimulatorProperties properties) {
        WebhookTarget target =
                new WebhookTarget(properties.webhookUrl(), properties.appSecret(), properties.verifyToken());
        return new Postman(clock, agenda, behaviour, faults, dice, target, properties.webhookConnections());
    }

    @Bean
    MediaFiles mediaFiles(SimulatorClock clock) {
        return new MediaFiles(clock);
    }

    /** Uploads are forms; what is large goes through the disk. */
    @Bean
    MultipartConfigElement forms() {
        return new MultipartConfigElement("", -1, -1, 1 << 20);
    }

    @Bean
    Histories histories() {
        return new Histories();
    }

    @Bean
    Statuses statuses(
            SimulatorClock clock, Agenda agenda, Behaviour behaviour, Dice dice, Postman postman, Histories histories) {
        return new Statuses(clock, agenda, behaviour, dice, postman, histories);
    }

    @Bean
    UserPhone userPhone(SimulatorClock clock, Wamids wamids, ReceivedBook received, Postman postman) {
        return new UserPhone(clock, wamids, received, postman);
    }

    @Bean
    OwnerPhone ownerPhone(
            SimulatorClock clock,
            Wamids wamids,
            Behaviour behaviour,
            ReceivedBook received,
            Postman postman,
            Statuses statuses) {
        return new OwnerPhone(clock, wamids, behaviour, received, postman, statuses);
    }

    @Bean
    PartnerTraffic partnerTraffic(SimulatorClock clock, ReceivedBook received) {
        return new PartnerTraffic(clock, received);
    }

    @Bean
    Linkings linkings(SimulatorClock clock, Numbers numbers, People people) {
        return new Linkings(clock, numbers, people);
    }

    @Bean
    Sync sync(
            SimulatorClock clock,
            Agenda agenda,
            Behaviour behaviour,
            Postman postman,
            MediaFiles mediaFiles,
            Linkings linkings) {
        return new Sync(clock, agenda, behaviour, postman, mediaFiles, linkings);
    }

    @Bean
    RouterFunction<ServerResponse> graphRoutes(
            SimulatorClock clock,
            Behaviour behaviour,
            Dice dice,
            Faults faults,
            Numbers numbers,
            People people,
            Templates templates,
            Wamids wamids,
            ReceivedBook received,
            Statuses statuses,
            Histories histories,
            MediaFiles mediaFiles,
            OwnerPhone ownerPhone,
            Sync sync,
            Linkings linkings) {
        return new GraphRoutes(
                        clock,
                        behaviour,
                        dice,
                        faults,
                        numbers,
                        people,
                        templates,
                        wamids,
                        received,
                        statuses,
                        histories,
                        mediaFiles,
                        ownerPhone,
                        sync,
                        linkings)
                .routes();
    }

    @Bean
    RouterFunction<ServerResponse> controlRoutes(
            SimulatorClock clock,
            Behaviour behaviour,
            Dice dice,
            Faults faults,
            Numbers numbers,
            People people,
            Templates templates,
            ReceivedBook received,
            UserPhone userPhone,
            OwnerPhone ownerPhone,
            PartnerTraffic partnerTraffic,
            Postman postman,
            MediaFiles mediaFiles,
            ServerPort serverPort,
            Sync sync,
            Linkings linkings) {
        return new ControlRoutes(
                        clock,
                        behaviour,
                        dice,
                        faults,
                        numbers,
                        people,
                        templates,
                        received,
                        userPhone,
                        ownerPhone,
                        partnerTraffic,
                        postman,
                        mediaFiles,
                        serverPort,
                        sync,
                        linkings)
                .routes();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RouterFunction<ServerResponse> unknownPaths() {
        return UnknownPaths.routes();
    }
}
