package dev.tandem.domain;

/**
 * Where a send comes from that was made of an earlier one: by a person's resend, or because the earlier one failed after
 * Meta had taken it. Both have the client's id.
 *
 * @param earlier the engine's id of the send that it was made of
 * @param generation 1 for the first one made of a request, 2 for one made of that, and so on
 */
public record Lineage(long earlier, int generation) {}
