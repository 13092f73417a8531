package dev.tandem.coexistence.sync;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncKind;

/** Meta's calls for contacts and history (R14, R15). Each may be made once per linking (R18). Thread-safe. */
@FunctionalInterface
public interface SyncCalls {

    /** Makes one call, once; blocks for up to half a minute, and throws nothing: every outcome is an answer. */
    SyncAnswer ask(BusinessNumber number, SyncKind kind);
}
