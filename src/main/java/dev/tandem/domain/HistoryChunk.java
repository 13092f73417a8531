package dev.tandem.domain;

import java.time.Instant;

/**
 * One part of a number's past as Meta delivers it (R22). Parts come in any order, and a phase with nothing in it has none.
 *
 * @param phase 0 for the last day before the linking, 1 for day 1 to 90, 2 for day 90 to 180
 * @param order its place in the phase, from 1
 * @param progress how much of everything has been delivered by Meta's count, 0 to 100; 100 says that Meta is done
 * @param messages how many messages were in it
 * @param firstAt when it came first
 */
public record HistoryChunk(int phase, int order, int progress, long messages, Instant firstAt) {}
