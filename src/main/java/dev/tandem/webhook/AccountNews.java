package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.time.Instant;

/** What the way back tells of a number's connection and account; told again when it comes again. Thread-safe. */
public interface AccountNews {

    /** The link is cut (R67). */
    void removed(BusinessNumber number, ConnectionFacts.Removal removal);

    /** The phone was registered anew: a pause (R65). */
    void offboarded(BusinessNumber number, Instant at);

    /** Meta reconnected the phone (R66). */
    void reconnected(BusinessNumber number, Instant at);

    /** Meta restricts the account, or takes that back. */
    void restricted(BusinessNumber number, Restriction restriction);

    /**
     * Something that a person must read and the engine does nothing about.
     *
     * @param code the alert's code
     * @param what which of its kind, empty when there is only one
     * @param text what happened and what to do
     */
    void notice(BusinessNumber number, String code, String what, String text, Instant at);

    /** What a notice told of is over. */
    void noticeOver(BusinessNumber number, String code, String what);

    /** The phone did something: a sign of life (R68). */
    void phoneActed(BusinessNumber number, Instant at);
}
