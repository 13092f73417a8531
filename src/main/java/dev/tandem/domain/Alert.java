package dev.tandem.domain;

import java.time.Instant;

/**
 * Something that a person must know of: it stands until what it tells of is over.
 *
 * @param code which kind of thing, a word of the public contract such as {@code token_refused}
 * @param subject what it is about: a {@code phone_number_id}, a template, a queue; with the code the key of the alert
 * @param phoneNumberId the number it concerns, empty when it concerns them all
 * @param text what happened and what to do, in words
 * @param since when it was first raised
 * @param lastAt when it was raised last
 * @param count how often it was raised
 */
public record Alert(
        String code, String subject, String phoneNumberId, String text, Instant since, Instant lastAt, long count) {}
