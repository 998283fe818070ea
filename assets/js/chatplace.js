// Where the chat is: in the panel, or over the film where the film is the whole screen. It is one and the same element, with
// its draft and its place in the list.

/** Where the film is the screen; css/layout.css says the same. */
const SIDEWAYS = '(max-height: 500px) and (orientation: landscape)';

export class ChatPlace {
  #chat;
  #panel;
  #overlay;
  #stage;
  #opener;
  #sideways = matchMedia(SIDEWAYS);
  #show;

  /**
   * @param {{chat: HTMLElement, panel: HTMLElement, overlay: HTMLElement, stage: HTMLElement, opener: HTMLElement}} parts
   * @param {() => void} show brings the panel's chat into view
   */
  constructor({chat, panel, overlay, stage, opener}, show) {
    this.#chat = chat;
    this.#panel = panel;
    this.#overlay = overlay;
    this.#stage = stage;
    this.#opener = opener;
    this.#show = show;
    for (const type of ['fullscreenchange', 'webkitfullscreenchange']) document.addEventListener(type, () => this.#settle());
    this.#sideways.addEventListener('change', () => this.#settle());
    opener.addEventListener('click', () => this.#open(overlay.hidden, matchMedia('(hover: hover)').matches));
    chat.querySelector('[data-chat-close]')?.addEventListener('click', () => this.#open(false));
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('dialog:modal, :popover-open')) return;
      if (!this.open) return this.#leave();
      event.preventDefault();
      this.#open(false);
    });
    this.#settle();
  }

  /** Whether it lies over the film. */
  get open() {
    return this.#over() && !this.#overlay.hidden;
  }

  /** What the key does: over the film it opens and closes the chat, else it goes there. */
  key() {
    if (this.#over()) return this.#open(this.#overlay.hidden);
    this.#show();
    this.#box()?.focus();
  }

  /** Whoever has written goes back to the film, whose keys then work again. */
  #leave() {
    if (document.activeElement !== this.#box()) return;
    /** @type {HTMLElement|null} */ (this.#stage.querySelector('#player'))?.focus({preventScroll: true});
  }

  #over() {
    return this.#chat.parentElement === this.#overlay;
  }

  #settle() {
    const full = document.fullscreenElement ?? /** @type {any} */ (document).webkitFullscreenElement;
    const place = full === this.#stage || this.#sideways.matches ? this.#overlay : this.#panel;
    if (this.#chat.parentElement === place) return;
    if (place === this.#panel) this.#open(false);
    move(this.#chat, place);
  }

  /** @param {boolean} open @param {boolean} [focus] */
  #open(open, focus = true) {
    const within = this.#overlay.contains(document.activeElement);
    this.#overlay.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    if (open && focus) this.#box()?.focus();
    if (!open && within) /** @type {HTMLElement|null} */ (this.#stage.querySelector('media-controller'))?.focus({preventScroll: true});
  }

  #box() {
    return this.#chat.querySelector('textarea');
  }
}

/**
 * Moves an element with its focus; the chat's list finds its place by itself.
 * @param {HTMLElement} element
 * @param {HTMLElement} place
 */
function move(element, place) {
  const focused = element.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  const scroller = element.querySelector('.chat-scroll');
  const scrolled = scroller?.scrollTop ?? 0;
  place.append(element);
  if (scroller) scroller.scrollTop = scrolled;
  focused?.focus({preventScroll: true});
}
