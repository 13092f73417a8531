/** The embedded ActiveMQ and the adapters of the ports that JMS serves. The only room with JMS, beside the routes. */
@NullMarked
package dev.tandem.broker;

import org.jspecify.annotations.NullMarked;
