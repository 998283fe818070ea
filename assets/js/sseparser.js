// Reads the text of an event stream (the HTML standard, 9.2.6) for transports that have no EventSource.

export class SseParser {
  #on;
  /** What is not yet a whole line. */
  #rest = '';
  #first = true;
  #event = '';
  /** @type {string[]} */
  #data = [];

  /** @param {(name: string, data: string) => void} on each whole frame that has data */
  constructor(on) {
    this.#on = on;
  }

  /** Takes the next piece, which may end anywhere. @param {string} text */
  push(text) {
    if (this.#first && text) {
      this.#first = false;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    text = this.#rest + text;
    let start = 0;
    for (;;) {
      let end = start;
      while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
      // After a CR at the very end an LF may follow, which belongs to it.
      if (end === text.length || text[end] === '\r' && end + 1 === text.length) break;
      this.#line(text.slice(start, end));
      start = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    }
    this.#rest = text.slice(start);
  }

  /** @param {string} line */
  #line(line) {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
  }

  #dispatch() {
    const name = this.#event || 'message';
    const data = this.#data;
    this.#event = '';
    this.#data = [];
    if (data.length > 0) this.#on(name, data.join('\n'));
  }
}
