// Who is awaited, and who catches up: a card over the film, and a line.

import {list, t, tn} from './words.js';

/** @typedef {import('./types.js').Person} Person */

/** The room goes on by itself after this, ms. */
const LONGEST = 15_000;

/**
 * Names for a sentence, with the viewer's own as "you": "you, Maya and 3 others".
 * @param {Person[]} people
 * @param {string} me viewer id
 * @param {string} [you] as the sentence needs it
 */
export function naming(people, me, you = t('you')) {
  const others = people.filter(({id}) => id !== me).map(({name}) => name);
  const names = others.length < people.length ? [you, ...others] : others;
  if (names.length <= 3) return list(names);
  const [first, second] = names;
  return tn(names.length - 2, '{first}, {second} and {n} other', '{first}, {second} and {n} others', {first, second});
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
    return {text: t('Your film is loading. The others wait for you…'), go: t('Go on without me')};
  }
  return {text: t('Waiting for {names}…', {names: naming(awaited, me)}), go: alone ? t('Go on without {name}', {name: awaited[0].name}) : t('Go on without them')};
}

/**
 * @param {Person[]} behind
 * @param {string} me viewer id
 */
export function behindText(behind, me) {
  if (behind.length === 0) return '';
  if (behind.length === 1 && behind[0].id === me) return t('You are catching up');
  return sentence(tn(behind.length, '{names} is catching up', '{names} are catching up', {names: naming(behind, me, t('You'))}));
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
    this.#put('.wait-note', left > 0 ? t('Going on in {s} s at the latest', {s: left}) : t('Going on…'));
  }

  /** @param {string} selector @param {string} text @returns {boolean} whether it is another one */
  #put(selector, text) {
    const element = this.#card.querySelector(selector);
    if (!element || element.textContent === text) return false;
    element.textContent = text;
    return true;
  }
}
