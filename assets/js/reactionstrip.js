// The strip of reactions over the film: it stays open for several presses, and goes by itself when it is left alone.

import {forward} from './direction.js';
import {Throttle} from './reactionplan.js';

/** Left alone for so long it goes, ms. */
const LEAVE = 8000;

/**
 * @typedef {object} StripParts
 * @property {HTMLElement} strip
 * @property {HTMLElement} opener
 * @property {HTMLElement} player gets the focus when the strip goes
 */

export class ReactionStrip {
  #strip;
  #opener;
  #player;
  #reactions;
  #send;
  #throttle = new Throttle();
  #leave = 0;

  /**
   * @param {StripParts} parts
   * @param {import('./reactions.js').Reactions} reactions
   * @param {(emoji: string) => void} send
   */
  constructor({strip, opener, player}, reactions, send) {
    this.#strip = strip;
    this.#opener = opener;
    this.#player = player;
    this.#reactions = reactions;
    this.#send = send;
    opener.addEventListener('click', (event) => this.open(strip.hidden, event.detail === 0));
    strip.addEventListener('click', (event) => this.#press(/** @type {Element} */ (event.target).closest('button')));
    strip.addEventListener('keydown', (event) => this.#key(event));
    strip.addEventListener('pointermove', () => this.#stay());
    strip.addEventListener('focusin', () => this.#stay());
    this.#mark();
  }

  /** What the key does. */
  key() {
    this.open(this.#strip.hidden, true);
  }

  /** @param {boolean} open @param {boolean} focus */
  open(open, focus) {
    const within = this.#strip.contains(document.activeElement);
    this.#strip.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    if (open && focus) this.#stops().find(({tabIndex}) => tabIndex === 0)?.focus();
    if (!open && within) this.#player.focus({preventScroll: true});
    this.#stay();
  }

  /** @param {HTMLElement|null} button */
  #press(button) {
    if (!button) return;
    this.#stay();
    this.#stop(button);
    if (button.hasAttribute('data-react-close')) return this.open(false, false);
    if (button.hasAttribute('data-reactions-shown')) {
      this.#reactions.shown = !this.#reactions.shown;
      return this.#mark();
    }
    const {emoji} = button.dataset;
    if (!emoji) return;
    const taken = this.#throttle.take(performance.now());
    answer(button, taken);
    if (taken) this.#send(emoji);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      return this.open(false, false);
    }
    const stops = this.#stops();
    const at = stops.indexOf(/** @type {HTMLElement} */ (event.target));
    const right = forward(this.#strip);
    const next = {ArrowLeft: at - right, ArrowRight: at + right, Home: 0, End: stops.length - 1}[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const stop = stops[(next + stops.length) % stops.length];
    this.#stop(stop);
    stop.focus();
  }

  /** One button has the place in the order of Tab. @param {HTMLElement} stop */
  #stop(stop) {
    for (const other of this.#stops()) other.tabIndex = other === stop ? 0 : -1;
  }

  #stops() {
    return /** @type {HTMLElement[]} */ ([...this.#strip.querySelectorAll('button')]);
  }

  #mark() {
    this.#strip.querySelector('[data-reactions-shown]')?.setAttribute('aria-pressed', String(this.#reactions.shown));
  }

  /** Somebody is at it: it stays. */
  #stay() {
    clearTimeout(this.#leave);
    if (this.#strip.hidden) return;
    this.#leave = window.setTimeout(() => {
      const rests = matchMedia('(hover: hover)').matches && this.#strip.matches(':hover'); // a finger leaves it hovered
      if (rests || this.#strip.querySelector(':focus-visible')) this.#stay();
      else this.open(false, false);
    }, LEAVE);
  }
}

/** The button says that it was pressed, or that this was too fast. @param {HTMLElement} button @param {boolean} taken */
function answer(button, taken) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const motion = taken ? [{transform: 'scale(0.8)'}, {transform: 'scale(1.25)'}, {transform: 'none'}]
    : [{transform: 'translateX(-3px)'}, {transform: 'translateX(3px)'}, {transform: 'none'}];
  button.animate(motion, {duration: taken ? 240 : 160});
}
