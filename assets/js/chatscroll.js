// The list of the chat as something that scrolls: it stays at its end unless the viewer has scrolled away from it.

/** Nearer to the end than this is at the end, px. */
const NEAR = 40;

export class ChatScroll {
  #box;
  #atEnd = true;

  /**
   * @param {HTMLElement} box what scrolls
   * @param {HTMLElement} content the list in it
   * @param {() => void} changed the viewer has come to the end, or left it
   * @param {() => boolean} cut whether the content's end is not the end
   */
  constructor(box, content, changed, cut) {
    this.#box = box;
    box.addEventListener('scroll', () => {
      if (box.clientHeight === 0) return; // what is not shown has no place
      const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR && !cut();
      if (atEnd === this.#atEnd) return;
      this.#atEnd = atEnd;
      changed();
    }, {passive: true});
    // Lines get their size when they come into view, and the box another one with the window or when it is moved.
    const sizes = new ResizeObserver(() => this.#hold());
    sizes.observe(box);
    sizes.observe(content);
  }

  get atEnd() {
    return this.#atEnd;
  }

  /** Goes to the newest line, and stays there. */
  toEnd() {
    this.#atEnd = true;
    this.#hold();
  }

  /**
   * Changes what is above, so that what is looked at stays where it is.
   * @param {Element} witness stays in the list
   * @param {() => void} change
   */
  keeping(witness, change) {
    const box = this.#box;
    box.style.overflowAnchor = 'none'; // the browser's own way would come on top of it
    const before = witness.getBoundingClientRect().top;
    change();
    box.scrollTop += witness.getBoundingClientRect().top - before;
    requestAnimationFrame(() => { box.style.overflowAnchor = ''; });
  }

  #hold() {
    if (this.#atEnd && this.#box.clientHeight > 0) this.#box.scrollTop = this.#box.scrollHeight;
  }
}
