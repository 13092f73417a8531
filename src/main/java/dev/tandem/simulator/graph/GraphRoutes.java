package dev.tandem.simulator.graph;

import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.delivery.Histories;
import dev.tandem.simulator.delivery.Prices;
import dev.tandem.simulator.delivery.Statuses;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.Wamids;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.past.Linkings;
import dev.tandem.simulator.past.Sync;
import dev.tandem.simulator.phone.OwnerPhone;
import dev.tandem.simulator.received.ReceivedBook;
import dev.tandem.simulator.template.Templates;
import dev.tandem.simulator.time.SimulatorClock;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The calls of the Graph side. */
public final class GraphRoutes {
    private static final String OBJECT = "/{version:v\\d+\\.\\d+}/{id}";

    private final MessagesCall messages;
    private final NumberNode numberNode;
    private final TemplateList templateList;
    private final HistoryCalls histories;
    private final MediaCalls media;
    private final AppDataCall appData;

    public GraphRoutes(
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
            MediaFiles files,
            OwnerPhone ownerPhone,
            Sync sync,
            Linkings linkings) {
        Recipients recipients = new Recipients(people);
        SendRules rules = new SendRules(behaviour, dice, recipients);
        MessageSends sends = new MessageSends(
                clock, behaviour, wamids, templates, recipients, rules, new Prices(), statuses, ownerPhone);
        this.messages = new MessagesCall(clock, numbers, faults, dice, received, sends);
        this.appData = new AppDataCall(clock, numbers, faults, dice, sync, linkings);
        this.numberNode = new NumberNode(numbers);
        this.templateList = new TemplateList(numbers, templates);
        this.media = new MediaCalls(numbers, files);
        this.histories = new HistoryCalls(behaviour, numbers, histories);
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST(OBJECT + "/messages", messages::handle)
                .POST(OBJECT + "/smb_app_data", appData::handle)
                .GET(OBJECT + "/message_templates", templateList::handle)
                .GET(OBJECT + "/message_history", histories::messages)
                .GET(OBJECT + "/events", histories::events)
                .POST(OBJECT + "/media", media::upload)
                .GET(OBJECT, this::object)
                .DELETE(OBJECT, media::delete)
                .GET(MediaCalls.DOWNLOAD, media::download)
                .onError(MetaException.class, (error, request) -> GraphErrors.answer((MetaException) error))
                .build();
    }

    private ServerResponse object(ServerRequest http) {
        return media.knows(http.pathVariable("id")) ? media.lookUp(http) : numberNode.handle(http);
    }
}
