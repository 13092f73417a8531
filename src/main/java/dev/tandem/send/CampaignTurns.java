package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.PaceShare;
import dev.tandem.domain.Send;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How many sends of each campaign may go into a lane now: none of one that is held, and no more than its share. Thread-safe. */
final class CampaignTurns {

    private final CampaignLanes lanes;
    private final PaceBook paces;

    CampaignTurns(CampaignLanes lanes, PaceBook paces) {
        this.lanes = lanes;
        this.paces = paces;
    }

    /** One look at the campaigns of a number. */
    Turn look(BusinessNumber number, List<String> campaigns, int room, Instant now) {
        List<String> named =
                campaigns.stream().filter(campaign -> !campaign.isEmpty()).toList();
        Map<String, CampaignLanes.Order> orders = named.isEmpty() ? Map.of() : lanes.orders(named);
        Turn turn = new Turn(number, ChronoUnit.MICROS.between(Instant.EPOCH, now));
        for (String campaign : campaigns) {
            CampaignLanes.Order order = orders.get(campaign);
            if (order == null || (!order.held() && order.share() >= 1)) {
                turn.room.put(campaign, room);
            } else if (!order.held()) {
                turn.addShare(campaign, order.share(), room);
            }
        }
        return turn;
    }

    /** What each campaign may have, in the order that was asked for; those that may have nothing are left out. */
    final class Turn {

        private final BusinessNumber number;
        private final long now;
        private final Map<String, Integer> room = new LinkedHashMap<>();
        private final Map<String, Share> shares = new HashMap<>();

        private record Share(PaceShare pace, Optional<Long> paidUntil) {}

        private Turn(BusinessNumber number, long now) {
            this.number = number;
            this.now = now;
        }

        private void addShare(String campaign, double part, int most) {
            PaceShare pace = new PaceShare(part * paces.perSecond(number));
            Optional<Long> paidUntil = lanes.paidUntil(campaign, number.phoneNumberId());
            int available = Math.min(most, pace.available(paidUntil.orElse(null), now));
            if (available > 0) {
                room.put(campaign, available);
                shares.put(campaign, new Share(pace, paidUntil));
            }
        }

        /** How many sends of each may go. */
        Map<String, Integer> room() {
            return room;
        }

        /** Those of the picked ones whose campaign could pay for them. */
        List<Send> paid(List<Send> picked) {
            Set<String> outrun = new HashSet<>();
            shares.forEach((campaign, share) -> {
                int count = (int) picked.stream()
                        .filter(send -> send.acceptance().campaign().equals(campaign))
                        .count();
                if (count > 0 && !pay(campaign, share, count)) {
                    outrun.add(campaign);
                }
            });
            return outrun.isEmpty()
                    ? picked
                    : new ArrayList<>(picked.stream()
                            .filter(send -> !outrun.contains(send.acceptance().campaign()))
                            .toList());
        }

        private boolean pay(String campaign, Share share, int count) {
            long after = share.pace().paid(share.paidUntil().orElse(null), count, now);
            return lanes.pay(campaign, number.phoneNumberId(), share.paidUntil(), after);
        }
    }
}
