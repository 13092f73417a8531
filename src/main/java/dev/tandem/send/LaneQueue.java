package dev.tandem.send;

import dev.tandem.domain.Send;
import java.util.List;

/** The queue of a number's lane. Losing or doubling a message in it costs nothing. Thread-safe. */
@FunctionalInterface
public interface LaneQueue {

    /** Puts the ids of queued sends into the lane, more urgent ones before what waits there. */
    void put(String phoneNumberId, List<Send> sends);
}
