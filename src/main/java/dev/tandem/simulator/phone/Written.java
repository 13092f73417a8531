package dev.tandem.simulator.phone;

import dev.tandem.simulator.number.Person;
import java.time.Instant;

/** A message that came into being on a phone. */
public record Written(String id, Person person, Instant at) {}
