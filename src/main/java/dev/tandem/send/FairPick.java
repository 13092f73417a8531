package dev.tandem.send;

import dev.tandem.domain.Send;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rule of turns: one of each campaign in turn, the oldest first, and never two to one person. */
final class FairPick {

    private FairPick() {}

    /**
     * Picks.
     *
     * @param byCampaign the oldest ready sends of each campaign, in the order of the turns
     * @param busy persons that have something on the way; those that are picked are added
     */
    static List<Send> pick(Map<String, List<Send>> byCampaign, Set<String> busy, int max) {
        List<Deque<Send>> queues = new ArrayList<>();
        byCampaign.values().forEach(sends -> queues.add(new ArrayDeque<>(sends)));
        List<Send> picked = new ArrayList<>();
        while (picked.size() < max && !queues.isEmpty()) {
            for (Deque<Send> queue : List.copyOf(queues)) {
                if (picked.size() < max) {
                    takeNext(queue, busy, picked);
                }
            }
            queues.removeIf(Deque::isEmpty);
        }
        return picked;
    }

    private static void takeNext(Deque<Send> queue, Set<String> busy, List<Send> picked) {
        while (!queue.isEmpty()) {
            Send next = queue.poll();
            if (busy.add(next.acceptance().recipient().contact())) {
                picked.add(next);
                return;
            }
        }
    }

    /** The campaigns in the order of their turns: the one after the last served comes first. */
    static List<String> inTurn(List<String> campaigns, String lastServed) {
        List<String> turn = new ArrayList<>();
        campaigns.stream()
                .filter(campaign -> campaign.compareTo(lastServed) > 0)
                .forEach(turn::add);
        Set<String> already = new HashSet<>(turn);
        campaigns.stream().filter(campaign -> !already.contains(campaign)).forEach(turn::add);
        return turn;
    }
}
