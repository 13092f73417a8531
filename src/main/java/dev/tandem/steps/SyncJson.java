package dev.tandem.steps;

import dev.tandem.coexistence.sync.SyncDesk;
import dev.tandem.domain.Connection;
import dev.tandem.domain.HistoryProgress;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncCall;
import dev.tandem.domain.SyncKind;
import dev.tandem.domain.SyncTexts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sync as JSON. */
final class SyncJson {

    private SyncJson() {}

    static Map<String, Object> of(SyncDesk.View view, SyncDesk desk) {
        NumberSync sync = view.sync();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("linkedAt", sync.linkedAt().toString());
        json.put("deadline", sync.deadline().toString());
        json.put("contacts", contacts(view, desk.mayAsk(view, SyncKind.CONTACTS)));
        json.put("history", history(view, desk.mayAsk(view, SyncKind.HISTORY)));
        return json;
    }

    private static Map<String, Object> contacts(SyncDesk.View view, boolean mayAsk) {
        NumberSync sync = view.sync();
        Map<String, Object> json = call(sync.contactsState(), sync.contacts(), mayAsk);
        put(json, "cameAt", sync.progress().contactsAt());
        json.put("why", waiting(view, SyncKind.CONTACTS).orElseGet(() -> SyncTexts.contacts(sync)));
        return json;
    }

    private static Map<String, Object> history(SyncDesk.View view, boolean mayAsk) {
        NumberSync sync = view.sync();
        HistoryProgress came = HistoryProgress.of(view.chunks());
        Map<String, Object> json = call(sync.historyState(), sync.history(), mayAsk);
        json.put("autoHistory", view.plan().code());
        put(json, "asksAt", view.asksAt());
        json.put("shares", sync.shares());
        if (sync.progress().phase() >= 0) {
            json.put("phase", sync.progress().phase());
        }
        json.put("progress", sync.progress().percent());
        json.put("chunks", view.chunks().size());
        json.put("messages", came.messages());
        json.put(
                "missing",
                came.phases().stream()
                        .filter(HistoryProgress.Phase::hasGap)
                        .map(phase -> Map.of("phase", phase.number(), "orders", phase.missing()))
                        .toList());
        put(json, "endedAt", sync.close().at());
        put(json, "endedBy", sync.close().by().isEmpty() ? null : sync.close().by());
        json.put("why", waiting(view, SyncKind.HISTORY).orElseGet(() -> SyncTexts.history(sync, came, view.asksAt())));
        return json;
    }

    private static Optional<String> waiting(SyncDesk.View view, SyncKind kind) {
        Connection away = view.away();
        return away != null && view.sync().call(kind).isOpen()
                ? Optional.of(SyncTexts.away(view.sync(), kind, away))
                : Optional.empty();
    }

    private static Map<String, Object> call(String state, SyncCall call, boolean mayAsk) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", state);
        json.put("mayAsk", mayAsk);
        put(json, "askedAt", call.at());
        put(json, "askedBy", call.by().isEmpty() ? null : call.by());
        put(json, "requestId", call.requestId());
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    /** Where one of the two stands, in words. */
    static String text(NumberSync sync, SyncKind kind) {
        return kind == SyncKind.CONTACTS
                ? SyncTexts.contacts(sync)
                : SyncTexts.history(sync, HistoryProgress.of(List.of()), null);
    }
}
