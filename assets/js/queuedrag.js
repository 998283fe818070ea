// Dragging an item of the queue by its grip, with a mouse, a pen or a finger.

/** A press that moves less is a click, px. */
const SLACK = 4;
/** So near to the box's edge it scrolls, px, and so far each frame. */
const EDGE = 36;
const STEP = 6;

/**
 * @typedef {object} DragEvents
 * @property {() => boolean} may whether this viewer may move films
 * @property {(item: HTMLElement, place: number) => void} dropped place among the others, from 0
 * @property {(item: HTMLElement) => void} pressed without being dragged
 */

/**
 * The place among the others at which an item lies that was dragged.
 * @param {number[]} middles of the others, px, in order
 * @param {number} middle of the item
 */
export function placeAt(middles, middle) {
  const at = middles.findIndex((other) => middle < other);
  return at < 0 ? middles.length : at;
}

export class Drag {
  #box;
  #list;
  #on;
  /** @type {{item: HTMLElement, pointer: number, y: number, from: number, moved: boolean, now: number}|null} */
  #drag = null;
  #frame = 0;

  /**
   * @param {HTMLElement} box what scrolls
   * @param {HTMLElement} list
   * @param {DragEvents} on
   */
  constructor(box, list, on) {
    this.#box = box;
    this.#list = list;
    this.#on = on;
    list.addEventListener('pointerdown', (event) => this.#down(event));
    list.addEventListener('pointermove', (event) => this.#move(event));
    list.addEventListener('pointerup', (event) => this.#up(event, true));
    list.addEventListener('pointercancel', (event) => this.#up(event, false));
    // A keyboard's press is a click without a pointer.
    list.addEventListener('click', (event) => {
      const grip = /** @type {Element} */ (event.target).closest('[data-grip]');
      if (grip && event.detail === 0) on.pressed(/** @type {HTMLElement} */ (grip.closest('li')));
    });
  }

  /** Whether an item is being dragged. */
  get on() {
    return this.#drag?.moved ?? false;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const grip = /** @type {Element} */ (event.target).closest('[data-grip]');
    if (!grip || event.button !== 0 || this.#drag || !this.#on.may()) return;
    const item = /** @type {HTMLElement} */ (grip.closest('li'));
    grip.setPointerCapture(event.pointerId);
    const y = event.clientY + this.#box.scrollTop;
    this.#drag = {item, pointer: event.pointerId, y, from: y, moved: false, now: event.clientY};
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.now = event.clientY;
    if (!drag.moved) {
      if (Math.abs(drag.now + this.#box.scrollTop - drag.from) < SLACK) return;
      drag.moved = true;
      drag.item.classList.add('is-dragged');
      this.#list.classList.add('is-sorting');
      this.#scroll();
    }
    this.#show();
  }

  /** @param {PointerEvent} event @param {boolean} taken */
  #up(event, taken) {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointer) return;
    const place = this.#place();
    this.#drag = null;
    cancelAnimationFrame(this.#frame);
    for (const child of this.#list.children) /** @type {HTMLElement} */ (child).style.translate = '';
    drag.item.classList.remove('is-dragged');
    this.#list.classList.remove('is-sorting');
    if (!drag.moved && taken) this.#on.pressed(drag.item);
    if (drag.moved) this.#on.dropped(drag.item, taken ? place : this.#items().indexOf(drag.item));
  }

  /** Where the pointer has taken the item, px from its place. */
  #by() {
    return this.#drag ? this.#drag.now + this.#box.scrollTop - this.#drag.y : 0;
  }

  #items() {
    return /** @type {HTMLElement[]} */ (Array.from(this.#list.children));
  }

  #place() {
    const drag = this.#drag;
    if (!drag) return 0;
    const middles = this.#items().filter((item) => item !== drag.item).map((item) => item.offsetTop + item.offsetHeight / 2);
    return placeAt(middles, drag.item.offsetTop + drag.item.offsetHeight / 2 + this.#by());
  }

  /** The item follows the pointer, and the others make room for it. */
  #show() {
    const drag = this.#drag;
    if (!drag) return;
    const items = this.#items();
    const from = items.indexOf(drag.item);
    const to = this.#place();
    const height = drag.item.offsetHeight;
    for (const [i, item] of items.entries()) {
      const shift = i > from && i <= to ? -height : i < from && i >= to ? height : 0;
      item.style.translate = item === drag.item ? `0 ${this.#by()}px` : shift ? `0 ${shift}px` : '';
    }
  }

  /** Scrolls while the pointer is near an edge. */
  #scroll() {
    const drag = this.#drag;
    if (!drag) return;
    const {top, bottom} = this.#box.getBoundingClientRect();
    const by = drag.now < top + EDGE ? -STEP : drag.now > bottom - EDGE ? STEP : 0;
    const before = this.#box.scrollTop;
    if (by) this.#box.scrollTop += by;
    if (this.#box.scrollTop !== before) this.#show();
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }
}
