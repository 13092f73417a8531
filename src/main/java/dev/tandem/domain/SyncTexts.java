package dev.tandem.domain;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an operator is told of a sync: what happened and what to do (coexistence rules, 10). */
public final class SyncTexts {

    static final String CONTACTS_FIRST =
            "The contacts come first, and they have not been asked for yet. They are asked for by themselves: try again in a"
                    + " minute.";

    static final String EXPIRED =
            "Contacts and history can be asked for within 24 hours of the linking only, and these are over. The only way is to"
                    + " disconnect the number on the phone (Settings > Account > Business Platform) and to link it again.";

    static final String REPLACED =
            "The number was linked again, and everything begins anew with that linking. Try again in a moment, when it is known"
                    + " here.";

    private static final String RELINK =
            "What is missing can only come by disconnecting the number on the phone (Settings > Account > Business Platform) and"
                    + " linking it again";

    private static final String OPEN = "Keep WhatsApp Business open on the phone.";

    private static final int NAMED = 10;

    private SyncTexts() {}

    static String done(SyncKind kind, SyncCall call) {
        String when = call.at() == null ? "before Tandem did" : "at " + call.at();
        String what = kind == SyncKind.CONTACTS ? "The contacts were" : "The history was";
        if (call.state() == SyncCall.State.ALREADY_USED) {
            return what + " asked for before, for this linking: Meta said so " + when
                    + " (2593107). Each can be asked for once per linking.";
        }
        return what + " asked for " + when + request(call) + ". Each can be asked for once per linking.";
    }

    /** Of an owner who does not share. */
    static String declined(NumberSync sync) {
        return (sync.progress().chunkAt() == null
                        ? "The owner chose not to share the history on the phone. It stays empty; only linking the number again can"
                                + " change it."
                        : "Meta said" + when(sync)
                                + " that the owner chose not to share the history on the phone, and nothing of it"
                                + " has come since. What came before may be of the linking before. No more of it comes; only linking"
                                + " the number again can change it.")
                + " Should parts of it come all the same, they are taken in, and that word was about the linking before: Meta repeats"
                + " webhooks for days.";
    }

    private static String when(NumberSync sync) {
        Instant at = sync.progress().declinedAt();
        return at == null ? "" : " at " + at;
    }

    /** Of an owner who shares, though Meta had said the contrary; empty when it had not. */
    public static String refuted(NumberSync sync) {
        return sync.progress().declinedAt() == null
                ? ""
                : "Meta said" + when(sync)
                        + " that the owner does not share the history (2593109), and that was wrong: it comes."
                        + " Meta repeats webhooks for days, and this one was about the linking before.";
    }

    static String unclear(NumberSync sync, SyncKind kind) {
        SyncCall call = sync.call(kind);
        boolean isHistory = kind == SyncKind.HISTORY;
        return "Whether Meta took the call for the " + (isHistory ? "history" : "contacts") + " of " + call.at()
                + " is not known: " + call.words()
                + " It is not repeated by itself, because it may be made once per linking. "
                + (isHistory ? "If history comes, it settles by itself." : contactsSince(sync, call))
                + " If you are sure that it did not count, ask once more with {\"again\": true}.";
    }

    private static String contactsSince(NumberSync sync, SyncCall call) {
        Instant came = sync.progress().contactsAt();
        String settles = "If contacts come that were in the phone book before the linking, it settles by itself.";
        return came == null || call.at() == null || came.isBefore(call.at())
                ? settles
                : "Contacts have come since, the last at " + came
                        + ", but they may be edits on the phone, and these come without the call, too. " + settles;
    }

    /**
     * Why a call waits that may still be made: the number is away from its phone, and the call might be used up for nothing.
     *
     * @param away how the number is connected
     */
    public static String away(NumberSync sync, SyncKind kind, Connection away) {
        String what = kind == SyncKind.CONTACTS ? "contacts" : "history";
        return "The " + what + " cannot be asked for while the number is "
                + away.state().code() + ", and can until " + sync.deadline() + " only. " + away.why() + " "
                + away.remedy();
    }

    private static String request(SyncCall call) {
        return call.requestId() == null ? "" : " (request " + call.requestId() + ")";
    }

    /** Of the contacts, as they stand. */
    public static String contacts(NumberSync sync) {
        SyncCall call = sync.contacts();
        if (sync.isWithoutContacts()) {
            return noContacts(call);
        }
        return switch (call.state()) {
            case NOT_ASKED -> "The contacts are asked for by themselves in a moment. " + OPEN;
            case ASKING -> "The contacts are being asked for. " + OPEN;
            case UNCLEAR -> unclear(sync, SyncKind.CONTACTS);
            case REFUSED -> refused(SyncKind.CONTACTS, call, true);
            case EXPIRED -> call.words().isEmpty() ? EXPIRED : call.words() + " " + EXPIRED;
            case ACCEPTED, ALREADY_USED ->
                sync.progress().contactsAt() == null
                        ? done(SyncKind.CONTACTS, call)
                                + " None has come yet: only contacts with a WhatsApp number do. " + OPEN
                        : done(SyncKind.CONTACTS, call) + " They last came at "
                                + sync.progress().contactsAt() + ", and every later edit on the phone comes, too.";
        };
    }

    private static String noContacts(SyncCall call) {
        return done(SyncKind.CONTACTS, call)
                + " Meta said yes and none came. If nobody in the phone's address book has WhatsApp, nothing is missing. Otherwise"
                + " open WhatsApp Business on the phone and leave it open: contacts that come later are taken in, and every one that"
                + " is edited on the phone comes. Else ask Meta's support, naming the request. " + RELINK + ".";
    }

    /**
     * Of the history, as it stands.
     *
     * @param asksAt when it is asked for by itself, null when it is not
     */
    public static String history(NumberSync sync, HistoryProgress came, @Nullable Instant asksAt) {
        SyncEnd end = sync.end();
        return end == null ? running(sync, came, asksAt) : ended(sync, end, came);
    }

    private static String running(NumberSync sync, HistoryProgress came, @Nullable Instant asksAt) {
        SyncCall call = sync.history();
        if (call.isDone() && sync.progress().chunkAt() != null) {
            return "The history is coming: phase " + sync.progress().phase() + " of 0 to 2, "
                    + sync.progress().percent() + " %"
                    + (came.hasGap() ? ", chunks still missing: " + missing(came) + ". " : ". ")
                    + (sync.progress().isDeclined() && !came.isComplete()
                            ? doubted(sync)
                            : OPEN + after(refuted(sync)));
        }
        return switch (call.state()) {
            case NOT_ASKED ->
                "The history has not been asked for; until " + sync.deadline() + " it can be. "
                        + (asksAt == null
                                ? "Nobody asks by itself: POST /numbers/{n}/sync/history does."
                                : "It is asked for by itself at " + asksAt
                                        + ", or when you ask: POST /numbers/{n}/sync/history.")
                        + " Whether the owner shares it is not known before. " + OPEN;
            case ASKING -> "The history is being asked for. " + OPEN;
            case UNCLEAR -> unclear(sync, SyncKind.HISTORY);
            case REFUSED -> refused(SyncKind.HISTORY, call, asksAt != null);
            case EXPIRED -> EXPIRED;
            case ACCEPTED, ALREADY_USED ->
                done(SyncKind.HISTORY, call)
                        + " Nothing has come yet, and a yes of Meta's does not say whether the owner" + " shares. "
                        + OPEN;
        };
    }

    private static String doubted(NumberSync sync) {
        return "But then Meta said" + when(sync)
                + " that the owner does not share it (2593109). One of both is about the linking"
                + " before: if nothing more comes for a time, the history counts as declined, otherwise it goes on.";
    }

    private static String after(String sentences) {
        return sentences.isEmpty() ? "" : " " + sentences;
    }

    private static String refused(SyncKind kind, SyncCall call, boolean byItself) {
        String path = "POST /numbers/{n}/sync/" + kind.code();
        return call.words() + " That did not count, so it may be asked again once the cause is gone"
                + (byItself ? ": it is tried again by itself, or by " : ", by ") + path + ".";
    }

    private static String ended(NumberSync sync, SyncEnd end, HistoryProgress came) {
        String call = done(SyncKind.HISTORY, sync.history());
        String by = sync.close().by().equals("quiet")
                ? "Nothing more came for a time, without Meta's count of 100 (it stood at "
                        + sync.progress().percent() + ")."
                : "Meta counted to 100.";
        return switch (end) {
            case COMPLETE ->
                "The history is complete. " + by
                        + (sync.close().isFinal()
                                ? ""
                                : " Should something be missing, open WhatsApp Business on the phone and leave it open: what"
                                        + " comes later is taken in.")
                        + after(refuted(sync));
            case GAP ->
                "Chunks of the history are missing: " + missing(came) + ". " + by
                        + " Should they still come, they are taken in. Otherwise ask Meta's support, naming the request"
                        + request(sync.history()) + ". " + RELINK + "." + after(refuted(sync));
            case DECLINED -> declined(sync);
            case SILENT ->
                call
                        + " Meta said yes and nothing came. Open WhatsApp Business on the phone and leave it open: what comes later"
                        + " is taken in. Otherwise ask Meta's support, naming the request. " + RELINK + ".";
            case ALREADY_USED -> call + " Nothing came here: somebody else may have asked before. " + RELINK + ".";
            case EXPIRED ->
                (sync.history().words().isEmpty() ? "" : sync.history().words() + " ") + EXPIRED;
            case REPLACED -> "The number was linked again; everything begins anew with that linking.";
        };
    }

    /** Which chunks are missing before one that came, as in {@code phase 1: 2, 4; phase 2: 1}; at most ten of a phase. */
    public static String missing(HistoryProgress came) {
        return came.phases().stream()
                .filter(HistoryProgress.Phase::hasGap)
                .map(phase -> "phase " + phase.number() + ": " + orders(phase.missing()))
                .collect(Collectors.joining("; "));
    }

    private static String orders(List<Integer> orders) {
        String named = orders.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return orders.size() > NAMED ? named + " and more" : named;
    }

    /** Of an end, for a log, an alert and the teams. */
    public static String end(NumberSync sync, HistoryProgress came) {
        return history(sync, came, null);
    }

    /**
     * Of a history that nobody asked for while the 24 hours run.
     *
     * @param asksAt when it is asked for by itself, null when it is not
     * @param away how the number is connected, null while it is linked
     */
    public static String deadline(NumberSync sync, @Nullable Instant asksAt, @Nullable Connection away) {
        String still =
                "The history of the number can be asked for until " + sync.deadline() + " only, and it has not been. ";
        if (away != null) {
            return still + "It cannot be while the number is " + away.state().code() + ". " + away.why() + " "
                    + away.remedy();
        }
        return still
                + (asksAt == null ? "" : "It is asked for by itself at " + asksAt + ". ")
                + "Ask with POST /numbers/{n}/sync/history, and keep WhatsApp Business open on the phone meanwhile."
                + (sync.history().words().isEmpty()
                        ? ""
                        : " The last call was refused: " + sync.history().words());
    }

    /** Of a call that a person has to decide on, or that Meta refused. */
    public static String call(NumberSync sync, SyncKind kind, boolean byItself) {
        SyncCall call = sync.call(kind);
        return call.state() == SyncCall.State.UNCLEAR ? unclear(sync, kind) : refused(kind, call, byItself);
    }
}
