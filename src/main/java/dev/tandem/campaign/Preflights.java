package dev.tandem.campaign;

import java.util.Optional;

/** The reports about campaigns. Every method is one transaction; when a writing one returns, the write is on disk. Thread-safe. */
public interface Preflights {

    /** Keeps the report about a campaign, in the place of an earlier one. */
    void keep(PreflightReport report);

    /** The report about a campaign; empty before it was checked. */
    Optional<PreflightReport> find(String campaignId);
}
