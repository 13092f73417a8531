package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.coexistence.sync.SyncDesk;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncKind;
import dev.tandem.domain.SyncTexts;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of the sync: contacts and history of a linked phone, each asked for once. Thread-safe. */
@Component("sync")
public final class SyncSteps {

    private final SyncDesk desk;
    private final NumberDirectory numbers;

    public SyncSteps(SyncDesk desk, NumberDirectory numbers) {
        this.desk = desk;
        this.numbers = numbers;
    }

    /** Asks for the contacts of numbers that were just linked. */
    public void askContacts() {
        desk.askContacts();
    }

    /** Asks for the history of numbers whose time has come. */
    public void askHistory() {
        desk.askHistory();
    }

    /** Looks at what came, what runs out and what is over. */
    public void settle() {
        desk.settle();
    }

    /** A person asks for the contacts. */
    public void contacts(@Header("n") String name, Exchange exchange) {
        ask(name, SyncKind.CONTACTS, exchange);
    }

    /** A person asks for the history. */
    public void history(@Header("n") String name, Exchange exchange) {
        ask(name, SyncKind.HISTORY, exchange);
    }

    private void ask(String name, SyncKind kind, Exchange exchange) {
        BusinessNumber number = NumberInPath.of(numbers, name, exchange);
        JsonNode wish = SmallBody.read(exchange, List.of("again"));
        if (wish.has("again") && !wish.get("again").isBoolean()) {
            throw SmallBody.wrong(
                    "again: true says that a call of unclear outcome did not count and is to be made once more.");
        }
        SyncDesk.Asked asked = desk.ask(
                number, kind, Caller.of(exchange).name(), wish.path("again").asBoolean(false));
        if (!asked.why().isEmpty()) {
            throw new ProblemException(409, Reason.WRONG_STATE, asked.why());
        }
        SyncAnswer answer = asked.answer();
        if (answer instanceof SyncAnswer.Refused refused) {
            refuse(exchange, refused, SyncTexts.call(asked.sync(), kind, false));
            return;
        }
        if (answer instanceof SyncAnswer.AlreadyUsed || answer instanceof SyncAnswer.Expired) {
            throw new ProblemException(409, Reason.WRONG_STATE, SyncJson.text(asked.sync(), kind));
        }
        Answers.json(exchange, 202, SyncJson.of(desk.view(number), desk));
    }

    private static void refuse(Exchange exchange, SyncAnswer.Refused refused, String text) {
        Cause cause = refused.reached()
                ? new Cause(Reason.CLOUD_API, text, refused.code() == 0 ? null : refused.code())
                : Cause.of(Reason.CLOUD_UNREACHABLE, text);
        Problems.answer(exchange, refused.reached() ? 422 : 502, cause);
    }
}
