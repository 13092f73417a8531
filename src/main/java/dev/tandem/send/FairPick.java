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
     * @param most how many of each campaign at most; of one that is not named as many as there are
     * @param busy persons that have something on the way; those that are picked are added
     */
    static List<Send> pick(Map<String, List<Send>> byCampaign, Map<String, Integer> most, Set<String> busy, int max) {
        List<Queue> queues = new ArrayList<>();
        byCampaign.forEach((campaign, sends) ->
                queues.add(new Queue(new ArrayDeque<>(sends), most.getOrDefault(campaign, Integer.MAX_VALUE))));
        List<Send> picked = new ArrayList<>();
        while (picked.size() < max && !queues.isEmpty()) {
            for (Queue queue : List.copyOf(queues)) {
                if (picked.size() < max) {
                    queue.takeNext(busy, picked);
                }
            }
            queues.removeIf(Queue::isOver);
        }
        return picked;
    }

    /** What one campaign may still have. */
    private static final class Queue {

        private final Deque<Send> sends;
        private int left;

        private Queue(Deque<Send> sends, int left) {
            this.sends = sends;
            this.left = left;
        }

        private boolean isOver() {
            return sends.isEmpty() || left == 0;
        }

        private void takeNext(Set<String> busy, List<Send> picked) {
            while (!isOver()) {
                Send next = sends.poll();
                if (busy.add(next.acceptance().recipient().contact())) {
                    picked.add(next);
                    left--;
                    return;
                }
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
