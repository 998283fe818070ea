// Reactions that rise over the film, as the stream brings them: one's own come in the same way. Only transforms and opacity
// are animated, which costs the page no layout. What is hidden, or not looked at, is not drawn.

import {MOST, badge, plan, scale} from './reactionplan.js';

/** How long one rises, ms, and how long a badge stays. */
const RISE = 2600;
const BADGE = 3000;
const SHOWN = 'goblet:reactions-hidden';

/** @typedef {{element: HTMLElement, emoji: string, count: number}} Particle */

export class Reactions {
  #layer;
  /** @type {Set<Particle>} */
  #rising = new Set();
  #hidden = recall();

  /** @param {HTMLElement} layer */
  constructor(layer) {
    this.#layer = layer;
  }

  get shown() {
    return !this.#hidden;
  }

  /** Whether this viewer wants to see any; kept in this browser. */
  set shown(shown) {
    this.#hidden = !shown;
    if (this.#hidden) this.#clear();
    try {
      if (this.#hidden) localStorage.setItem(SHOWN, 'yes');
      else localStorage.removeItem(SHOWN);
    } catch { /* storage is forbidden: it holds for this visit */ }
  }

  /** @param {Record<string, number>} counts since the last ones */
  show(counts) {
    if (this.#hidden || document.hidden) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.#badge(badge(counts));
    const rising = plan(counts, MOST - this.#rising.size);
    for (const one of rising) this.#rise(one.emoji, one.count);
    const begun = new Set(rising.map(({emoji}) => emoji));
    for (const [emoji, count] of Object.entries(counts)) if (!begun.has(emoji)) this.#grow(emoji, count);
  }

  /** @param {string} emoji @param {number} count */
  #rise(emoji, count) {
    const element = document.createElement('span');
    element.className = 'reaction';
    const one = {element, emoji, count};
    write(one);
    element.style.insetInlineEnd = `${Math.random() * 60}%`;
    this.#layer.append(element);
    this.#rising.add(one);
    const way = -this.#layer.clientHeight;
    const sway = (Math.random() - 0.5) * 40;
    const size = scale(count);
    const at = (/** @type {number} */ part, /** @type {number} */ grown) => `translate(${sway * part}px, ${way * part}px) scale(${size * grown})`;
    const motion = element.animate([
      {transform: at(0, 0.4), opacity: 0},
      {transform: at(0.12, 1.1), opacity: 1, offset: 0.12},
      {transform: at(0.6, 1), opacity: 1, offset: 0.6},
      {transform: at(0.9, 0.9), opacity: 0},
    ], {duration: RISE * (0.9 + Math.random() * 0.3), easing: 'ease-out', fill: 'forwards'});
    motion.finished.then(() => this.#end(one), () => this.#end(one));
  }

  /** More of what rises already, where there is no place for others. @param {string} emoji @param {number} count */
  #grow(emoji, count) {
    const one = [...this.#rising].findLast((other) => other.emoji === emoji);
    if (!one) return;
    one.count += count;
    write(one);
  }

  /** @param {Particle} one */
  #end(one) {
    one.element.remove();
    this.#rising.delete(one);
  }

  /** Says it without motion; it fades. @param {string} text */
  #badge(text) {
    const element = this.#layer.querySelector('.reaction-badge') ?? this.#layer.appendChild(document.createElement('span'));
    element.className = 'reaction-badge';
    element.textContent = text;
    for (const before of element.getAnimations()) before.cancel();
    element.animate([{opacity: 1}, {opacity: 1, offset: 0.8}, {opacity: 0}], {duration: BADGE}).finished.then(() => element.remove(), () => {});
  }

  #clear() {
    for (const one of this.#rising) this.#end(one);
    this.#layer.replaceChildren();
  }
}

/** @param {Particle} one */
function write({element, emoji, count}) {
  element.textContent = emoji;
  if (count === 1) return;
  const times = document.createElement('span');
  times.className = 'reaction-count';
  times.textContent = `×${count}`;
  element.append(times);
}

function recall() {
  try {
    return localStorage.getItem(SHOWN) === 'yes';
  } catch {
    return false;
  }
}
