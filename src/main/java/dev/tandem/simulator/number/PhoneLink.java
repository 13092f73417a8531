package dev.tandem.simulator.number;

import java.util.Set;

/**
 * The link between the app on the phone and the Cloud API, as Meta has it (R64 to R67). Only a linked number sends through the
 * API. Thread-safe.
 */
public final class PhoneLink {

    /** Where it stands. */
    public enum State {
        LINKED,
        /** The phone was registered anew; it comes back by itself. */
        OFFBOARDED,
        /** Cut because the phone was registered anew; Meta may yet reconnect it. */
        RE_REGISTERED,
        /** Cut, and the number is still on the app. */
        UNLINKED,
        /** Cut, and the number has left the app. */
        LEFT
    }

    private volatile State state = State.LINKED;

    public State state() {
        return state;
    }

    public boolean isLinked() {
        return state == State.LINKED;
    }

    /** Whether the number is in use in the WhatsApp Business App, {@code is_on_biz_app} of its node. */
    public boolean isOnBusinessApp() {
        return state != State.LEFT;
    }

    /** Whether the API knows the number, {@code platform_type} of its node. */
    public boolean isOnCloudApi() {
        return state == State.LINKED || state == State.OFFBOARDED;
    }

    /** The phone is registered anew; false when the number is not linked. */
    public boolean offboard() {
        return move(Set.of(State.LINKED), State.OFFBOARDED);
    }

    /** Meta has reconnected the phone; false when it was not registered anew. */
    public boolean reconnect() {
        return move(Set.of(State.OFFBOARDED, State.RE_REGISTERED), State.LINKED);
    }

    private synchronized boolean move(Set<State> from, State to) {
        boolean moves = from.contains(state);
        state = moves ? to : state;
        return moves;
    }

    /**
     * The link is cut.
     *
     * @param as what it is from now on: one of the states in which it is cut
     */
    public synchronized void cut(State as) {
        if (as == State.LINKED || as == State.OFFBOARDED) {
            throw new IllegalArgumentException("a link that is " + as + " is not cut");
        }
        state = as;
    }

    /** Linked, for the first time or again. */
    public synchronized void link() {
        state = State.LINKED;
    }
}
