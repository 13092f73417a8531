package dev.tandem.simulator.received;

/**
 * Which part of a log to report.
 *
 * @param since only what arrived at this stamp or later, in nanoseconds since the simulator's start
 * @param from index of the first listed request
 * @param limit most listed requests
 * @param summary figures only: no list, no counts per person and attempt
 */
public record ReceivedQuery(long since, int from, int limit, boolean summary) {}
