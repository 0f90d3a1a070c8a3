/** The WebSocket to the service. The messages are described in LiveMessage.java. */

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** Statistics come every second, every few while Kafka does not answer; without any the connection is dead. */
const SILENCE_MS = 15_000;

const text = new TextDecoder();

export class Feed {
  #handlers;
  #socket = null;
  #retryMs = FIRST_RETRY_MS;
  #watchdog = 0;
  #choice = null;

  /** @param handlers hello(message), statistics(message), picture(header, jpeg), connected(), lost(reason, retryMs) */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  connect() {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/live`);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = (event) => this.#closed(socket, event.reason);
    this.#expectNews();
  }

  /** @param cameras names, or null for the first ones the service has */
  choose(cameras) {
    this.#choice = cameras;
    this.#sendChoice();
  }

  #sendChoice() {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({cameras: this.#choice}));
    }
  }

  #opened(socket) {
    if (socket !== this.#socket) {
      return;
    }
    this.#sendChoice();
    this.#handlers.connected();
  }

  /** What a socket that we gave up still brings is no news of the one that we have. */
  #received(socket, data) {
    if (socket !== this.#socket) {
      return;
    }
    this.#expectNews();
    if (data instanceof ArrayBuffer) {
      const headerBytes = new DataView(data).getUint32(0);
      const header = JSON.parse(text.decode(new Uint8Array(data, 4, headerBytes)));
      this.#handlers.picture(header, new Uint8Array(data, 4 + headerBytes));
      return;
    }
    const message = JSON.parse(data);
    if (message.type === 'hello') {
      this.#handlers.hello(message);
    } else if (message.type === 'statistics') {
      this.#retryMs = FIRST_RETRY_MS; // not before: a service that is full accepts, and closes at once
      this.#handlers.statistics(message);
    }
  }

  #expectNews() {
    clearTimeout(this.#watchdog);
    const socket = this.#socket;
    this.#watchdog = setTimeout(() => {
      this.#closed(socket, 'no news from the service');
      socket.close();
    }, SILENCE_MS);
  }

  /** A socket closes once: a dead one may say so much later than we gave it up. */
  #closed(socket, reason) {
    if (socket !== this.#socket) {
      return;
    }
    this.#socket = null;
    clearTimeout(this.#watchdog);
    const retryMs = this.#retryMs * (0.75 + Math.random() / 2); // so that not all pages come back at once
    this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS);
    this.#handlers.lost(reason, retryMs);
    setTimeout(() => this.connect(), retryMs);
  }
}
