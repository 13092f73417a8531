package dev.tandem.simulator.control;

import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.past.Linkings;
import dev.tandem.simulator.past.Sync;
import dev.tandem.simulator.phone.OwnerPhone;
import dev.tandem.simulator.phone.PartnerTraffic;
import dev.tandem.simulator.phone.UserAccount;
import dev.tandem.simulator.phone.UserPhone;
import dev.tandem.simulator.received.ReceivedBook;
import dev.tandem.simulator.server.ServerPort;
import dev.tandem.simulator.signup.MetaApp;
import dev.tandem.simulator.signup.Signups;
import dev.tandem.simulator.template.TemplateNews;
import dev.tandem.simulator.template.Templates;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The calls under {@code /control}. In paths {@code {n}} is a phone_number_id, an alias or a phone number. */
public final class ControlRoutes {
    private final NumbersControl numbers;
    private final PhoneControl phones;
    private final PeopleControl people;
    private final ChatView chats;
    private final TemplatesControl templates;
    private final BehaviourControl behaviour;
    private final FaultsControl faults;
    private final ReceivedControl received;
    private final ClockControl clock;
    private final WebhooksControl webhooks;
    private final MediaControl media;
    private final PastControl past;
    private final PhoneBookControl phoneBook;
    private final SignupControl signup;
    private final LinkControl links;

    public ControlRoutes(
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
            MediaFiles files,
            ServerPort serverPort,
            Sync sync,
            Linkings linkings,
            Signups signups,
            MetaApp app) {
        Lookup lookup = new Lookup(numbers, people);
        this.numbers = new NumbersControl(clock, numbers, new PortfolioNews(postman), lookup);
        this.links = new LinkControl(lookup, behaviour, new AccountUpdates(postman));
        this.media = new MediaControl(files, lookup);
        this.phones = new PhoneControl(lookup, userPhone, ownerPhone, partnerTraffic, postman, media);
        this.people = new PeopleControl(lookup, new UserAccount(clock, numbers, people, userPhone, postman));
        this.chats = new ChatView(clock, lookup);
        this.templates =
                new TemplatesControl(numbers, templates, new TemplateNews(clock, behaviour, numbers, postman), lookup);
        this.behaviour = new BehaviourControl(behaviour, dice, people, postman);
        this.faults = new FaultsControl(faults, lookup, serverPort);
        this.received = new ReceivedControl(clock, received, numbers, lookup);
        this.clock = new ClockControl(clock);
        this.past = new PastControl(clock, lookup, linkings, sync);
        this.phoneBook = new PhoneBookControl(lookup, linkings, sync);
        this.signup = new SignupControl(numbers, signups, app);
        this.webhooks = new WebhooksControl(postman);
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .path("/control", control -> control.GET("/numbers", numbers::list)
                        .GET("/numbers/{n}", numbers::get)
                        .PUT("/numbers/{n}", numbers::put)
                        .POST("/numbers/{n}/inbound", phones::inbound)
                        .POST("/numbers/{n}/app-message", phones::appMessage)
                        .POST("/numbers/{n}/app-edit", phones::appEdit)
                        .POST("/numbers/{n}/app-revoke", phones::appRevoke)
                        .POST("/numbers/{n}/link", past::link)
                        .GET("/numbers/{n}/past", past::get)
                        .POST("/numbers/{n}/past/again", past::again)
                        .GET("/numbers/{n}/sync", past::sync)
                        .GET("/numbers/{n}/contacts", phoneBook::get)
                        .POST("/numbers/{n}/contacts", phoneBook::change)
                        .GET("/numbers/{n}/media", media::list)
                        .PUT("/media/{id}", media::put)
                        .POST("/numbers/{n}/partner-traffic", phones::partnerTraffic)
                        .POST("/numbers/{n}/preference", people::preference)
                        .POST("/numbers/{n}/change-number", people::changeNumber)
                        .POST("/numbers/{n}/user-id", people::userId)
                        .POST("/numbers/{n}/unlink", links::unlink)
                        .POST("/numbers/{n}/offboard", links::offboard)
                        .POST("/numbers/{n}/reconnect", links::reconnect)
                        .POST("/numbers/{n}/webhook", phones::webhook)
                        .GET("/numbers/{n}/phone/{contact}", chats::get)
                        .GET("/numbers/{n}/received", received::ofNumber)
                        .DELETE("/numbers/{n}/received", received::clear)
                        .GET("/received", received::total)
                        .DELETE("/received", received::clearAll)
                        .GET("/templates", templates::get)
                        .PUT("/templates", templates::put)
                        .GET("/behaviour", behaviour::get)
                        .PUT("/behaviour", behaviour::put)
                        .DELETE("/behaviour", behaviour::delete)
                        .GET("/faults", faults::get)
                        .PUT("/faults", faults::put)
                        .DELETE("/faults", faults::delete)
                        .POST("/signup", signup::play)
                        .GET("/signup", signup::show)
                        .PUT("/signup", signup::change)
                        .GET("/clock", clock::get)
                        .POST("/clock", clock::advance)
                        .GET("/webhooks", webhooks::figures)
                        .POST("/webhooks/handshake", webhooks::handshake)
                        .onError(ControlException.class, (e, request) -> Answers.error((ControlException) e))
                        .onError(
                                IllegalArgumentException.class,
                                (e, request) -> Answers.error(400, String.valueOf(e.getMessage()))))
                .build();
    }
}
