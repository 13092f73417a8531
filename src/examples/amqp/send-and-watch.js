// Drops a send request over AMQP 1.0, waits for its acceptance and reads events until the message is delivered.
// Once: (cd src/examples/amqp && npm ci). Then, in the folder where Tandem runs: node src/examples/amqp/send-and-watch.js
// Environment variables change where to and what: TANDEM_AMQP, TANDEM_USER, TANDEM_PASSWORD, TANDEM_TEAM, TANDEM_FROM,
// TANDEM_TO, TANDEM_KEY; TANDEM_STAY goes on reading.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import rhea from 'rhea';

const env = (name, standard) => process.env[name] || standard;
const [host, port] = env('TANDEM_AMQP', '127.0.0.1:5672').split(':');
const user = env('TANDEM_USER', 'tandem');
const password = env('TANDEM_PASSWORD') ?? readFileSync('data/broker-password', 'utf8').trim();
const team = env('TANDEM_TEAM', 'crm-amqp');
// Whoever repeats a request under the same key repeats nothing: take the order's own number.
const key = env('TANDEM_KEY', `order-${randomUUID()}`);
const request = {
  from: env('TANDEM_FROM', 'shop'),
  to: env('TANDEM_TO', '+49 171 2345678'),
  template: { name: 'order_update', language: 'en', parameters: ['A-18'] },
};
// In a CRM: a unique column, written in the same transaction as what the event changes.
const seen = new Set();
let answered = false;

// rhea connects again by itself, at most 5 s after the last try, and opens everything below anew.
const connection = rhea.create_container().connect({
  host, port: Number(port), username: user, password, max_reconnect_delay: 5000,
});

// First the readers: a team's queue gets what happens from its first reader on.
for (const channel of ['result', 'message']) {
  const reader = connection.open_receiver({
    source: `Consumer.${team}.VirtualTopic.wa.${channel}`,
    autoaccept: false,
    credit_window: 20,
  });
  reader.on('message', ({ message, delivery }) => {
    try {
      work(channel, message);
      delivery.accept(); // Only now: what is not accepted comes again.
    } catch (error) {
      console.error('It did not work:', error.message);
      if (message.delivery_count < 6) {
        // It comes again, counted, in a second.
        setTimeout(() => delivery.modified({ delivery_failed: true }), 1000);
      } else {
        delivery.reject(); // The broker keeps it as a dead letter in wa.dead.team.
      }
    }
  });
}

// A queue for replies, new with each connection. A request without a reply is repeated under its key.
const requests = connection.open_sender('wa.send');
const replies = connection.open_receiver({ source: { dynamic: true } });
replies.on('receiver_open', send);
replies.on('message', ({ message }) => {
  answered = true;
  console.log('reply', message.body);
  heard(JSON.parse(message.body));
});
const repeat = setInterval(send, 10_000);

function send() {
  if (!answered && replies.is_open()) {
    requests.send({
      body: JSON.stringify(request),
      durable: true, // Else it would not be on the broker's disk.
      correlation_id: key,
      reply_to: replies.source.address,
    });
  }
}

function work(channel, message) {
  const event = JSON.parse(message.body);
  if (seen.has(event.id)) {
    return;
  }
  const { source, contact } = message.application_properties;
  if (channel === 'message') {
    console.log('message', contact, event.text);
  } else if (source === user) {
    // Its own sends only. Not by a selector: what a selector leaves lying fills the queue.
    heard(event.item);
  }
  seen.add(event.id);
}

/** What is known of the send, from the reply (status 202, 200, 409 or 422) or from a result event. */
function heard({ id, status, state, reason }) {
  if (id !== undefined && id !== key) {
    return;
  }
  if (status === undefined) {
    console.log('result', key, state, reason ?? '');
  }
  if (status >= 400 || ['failed', 'rejected', 'expired', 'cancelled'].includes(state)) {
    end(1);
  } else if (['delivered', 'read', 'played'].includes(state) && !env('TANDEM_STAY')) {
    end(0);
  }
}

function end(code) {
  clearInterval(repeat);
  process.exitCode = code;
  connection.set_reconnect(false);
  connection.close(); // Behind everything that was accepted.
  setTimeout(() => process.exit(), 2000).unref(); // When there is no connection to close.
}

process.on('SIGTERM', () => end(0));
connection.on('disconnected', ({ error, reconnecting }) => {
  if (reconnecting) {
    console.error('Not connected, once more:', error?.message ?? 'the connection broke');
  }
});
connection.on('connection_error', ({ connection: { error } }) => {
  console.error('The broker refused:', error.description);
  end(1);
});
