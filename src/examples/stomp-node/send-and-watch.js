// Drops a send request over STOMP, waits for its acceptance and reads events until the message is delivered.
// Once: (cd src/examples/stomp-node && npm ci). Then, in the folder where Tandem runs:
// node src/examples/stomp-node/send-and-watch.js
// Environment variables change where to and what: TANDEM_STOMP, TANDEM_USER, TANDEM_PASSWORD, TANDEM_TEAM, TANDEM_FROM,
// TANDEM_TO, TANDEM_KEY; TANDEM_STAY goes on reading.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from '@stomp/stompjs';
import { TCPWrapper } from '@stomp/tcp-wrapper';

const env = (name, standard) => process.env[name] || standard;
const [host, port] = env('TANDEM_STOMP', '127.0.0.1:61613').split(':');
const user = env('TANDEM_USER', 'tandem');
const password = env('TANDEM_PASSWORD') ?? readFileSync('data/broker-password', 'utf8').trim();
const team = env('TANDEM_TEAM', 'crm-stomp');
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

const client = new Client({
  webSocketFactory: () => new TCPWrapper(host, Number(port)),
  connectHeaders: { login: user, passcode: password },
  reconnectDelay: 1000, // Connects again by itself, and calls onConnect anew.
  onConnect: () => {
    // First the readers: a team's queue gets what happens from its first reader on.
    for (const channel of ['result', 'message']) {
      client.subscribe(
        `/queue/Consumer.${team}.VirtualTopic.wa.${channel}`,
        (frame) => {
          work(channel, frame);
          // Only now: what is not acknowledged comes again with the next connection. Should work() throw, this process
          // ends, and whatever started it starts it again. For what can never work there is frame.nack(): the broker
          // keeps it as a dead letter in wa.dead.team at once.
          frame.ack();
        },
        { ack: 'client-individual', 'activemq.prefetchSize': '20' },
      );
    }
    // A queue for replies, new with each connection.
    client.subscribe('/temp-queue/replies', (frame) => {
      answered = true;
      console.log('reply', frame.body);
      heard(JSON.parse(frame.body));
    });
    send();
  },
  onStompError: (frame) => {
    console.error('The broker refused:', frame.headers.message);
    end(1);
  },
  onWebSocketClose: () => {
    if (client.active) {
      console.error('Not connected, once more.');
    }
  },
});
// A request without a reply is repeated under its key.
const repeat = setInterval(send, 10_000);
client.activate();

function send() {
  if (!answered && client.connected) {
    client.publish({
      destination: '/queue/wa.send',
      headers: {
        persistent: 'true', // Else it would not be on the broker's disk.
        'correlation-id': key,
        'reply-to': '/temp-queue/replies',
      },
      body: JSON.stringify(request),
      skipContentLengthHeader: true, // A text message; with a length it would be one of bytes, which is taken, too.
    });
  }
}

function work(channel, frame) {
  const event = JSON.parse(frame.body);
  if (seen.has(event.id)) {
    return;
  }
  if (channel === 'message') {
    console.log('message', frame.headers.contact, event.text);
  } else if (frame.headers.source === user) {
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
  // In the next turn, after the acknowledgement of what has just come.
  setImmediate(() => client.deactivate());
}

process.on('SIGTERM', () => end(0));
