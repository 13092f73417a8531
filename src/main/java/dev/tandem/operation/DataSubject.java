package dev.tandem.operation;

import java.util.Set;

/**
 * A person as one number knows them.
 *
 * @param phoneNumberId the number
 * @param names every name the person is known by there: phone forms, wa_id, user id, and the key of the conversation
 */
public record DataSubject(String phoneNumberId, Set<String> names) {}
