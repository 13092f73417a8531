package dev.tandem.send;

/** Says that a number may have something to feed. Cheap and never blocking; a lost or doubled signal costs nothing. */
@FunctionalInterface
public interface FeedSignal {

    /** Something of this number became ready, or a place in its lane became free. */
    void wake(String phoneNumberId);
}
