// Who is awaited, and who catches up: a card over the film, and a line.

/** @typedef {import('./types.js').Person} Person */

/** The room goes on by itself after this, ms. */
const LONGEST = 15_000;

/**
 * Names for a sentence, with the viewer's own as "you": "you, Maya and 3 others".
 * @param {Person[]} people
 * @param {string} me viewer id
 */
export function naming(people, me) {
  const names = people.map(({id, name}) => (id === me ? 'you' : name));
  names.sort((a, b) => Number(b === 'you') - Number(a === 'you'));
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0] ?? '';
}

/** @param {string} text */
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * What the card says.
 * @param {Person[]} awaited
 * @param {string} me viewer id
 */
export function waitTexts(awaited, me) {
  const alone = awaited.length === 1;
  if (alone && awaited[0].id === me) {
    return {text: 'Your film is loading. The others wait for you…', go: 'Go on without me'};
  }
  return {text: `Waiting for ${naming(awaited, me)}…`, go: `Go on without ${alone ? awaited[0].name : 'them'}`};
}

/**
 * @param {Person[]} behind
 * @param {string} me viewer id
 */
export function behindText(behind, me) {
  if (behind.length === 0) return '';
  const verb = behind.length > 1 || behind[0].id === me ? 'are' : 'is';
  return `${sentence(naming(behind, me))} ${verb} catching up`;
}

/**
 * How long the room waits at most from now on, whole s.
 * @param {number} since server ms
 * @param {number} now server ms
 */
export function patience(since, now) {
  return Math.max(0, Math.ceil((since + LONGEST - now) / 1000));
}

export class Waits {
  #card;
  #behind;
  #say;
  #me;
  #now;
  #since = 0;
  #timer = 0;

  /**
   * @param {HTMLElement} card
   * @param {HTMLElement} behind
   * @param {(text: string) => void} say tells those who listen to the page
   * @param {string} me viewer id
   * @param {() => number} now server ms
   */
  constructor(card, behind, say, me, now) {
    this.#card = card;
    this.#behind = behind;
    this.#say = say;
    this.#me = me;
    this.#now = now;
  }

  /** @param {import('./roomstate.js').RoomState} room @param {HTMLElement} main where the viewers' faces are */
  show({wait, behind}, main) {
    const line = behindText(behind, this.#me);
    if (this.#behind.textContent !== line) {
      this.#behind.textContent = line;
      if (line) this.#say(line);
    }
    this.#behind.hidden = line === '';
    clearInterval(this.#timer);
    const awaited = wait?.cause === 'viewers' ? wait.for ?? [] : [];
    this.#card.hidden = awaited.length === 0;
    if (!wait || awaited.length === 0) {
      this.#put('.wait-text', ''); // the next wait is said again
      return;
    }
    const {text, go} = waitTexts(awaited, this.#me);
    if (this.#put('.wait-text', text)) this.#say(text);
    this.#put('.wait-go', go);
    const faces = awaited.slice(0, 3).flatMap(({id}) => main.querySelector(`#viewers [data-viewer="${CSS.escape(id)}"] .avatar`)?.cloneNode(true) ?? []);
    this.#card.querySelector('.wait-faces')?.replaceChildren(...faces);
    this.#since = wait.since;
    this.#count();
    this.#timer = window.setInterval(() => this.#count(), 500);
  }

  #count() {
    const left = patience(this.#since, this.#now());
    this.#put('.wait-note', left > 0 ? `Going on in ${left} s at the latest` : 'Going on…');
  }

  /** @param {string} selector @param {string} text @returns {boolean} whether it is another one */
  #put(selector, text) {
    const element = this.#card.querySelector(selector);
    if (!element || element.textContent === text) return false;
    element.textContent = text;
    return true;
  }
}
