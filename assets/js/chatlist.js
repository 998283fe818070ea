// The lines of the chat: marks them as this viewer sees them, and counts those that were not looked at. The lines
// themselves are the server's HTML, whoever puts them in: the stream, the page or what is fetched of the past.

import {lineAfter, lineBefore, lineOf} from './chatline.js';
import {ChatScroll} from './chatscroll.js';
import {ChatWindow} from './chatwindow.js';
import {continues} from './chatwords.js';
import {clock, moment} from './moments.js';

/** @typedef {import('./chatline.js').Line} Line */

/**
 * @typedef {object} ChatListEvents
 * @property {(unread: number) => void} unread
 * @property {() => void} top the viewer has scrolled to where older lines would be
 * @property {(line: number) => void} [deleted]
 */

/** Lines come so many heights of the list before they are looked at. */
const AHEAD = 3;

export class ChatList {
  #list;
  #me;
  #muted;
  #on;
  #box;
  #scroll;
  #window;
  #newest = 0;
  #unread = 0;
  #seen = false; // whether the list is in view
  #known = new WeakSet(); // elements that are not new when they come back
  #gone = new Set(); // ids of lines whose deletion was noticed
  /** @type {HTMLElement|null} the line that has the place in the order of Tab */
  #stop = null;

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} box what scrolls
   * @param {string} me viewer id
   * @param {import('./muted.js').Muted} muted
   * @param {ChatListEvents} on
   */
  constructor(list, box, me, muted, on) {
    this.#list = list;
    this.#me = me;
    this.#muted = muted;
    this.#on = on;
    this.#box = box;
    this.#window = new ChatWindow(list);
    this.#scroll = new ChatScroll(box, list, () => this.#look(), () => this.#window.cut);
    for (const element of list.children) this.#known.add(element);
    this.#newest = this.lines().at(-1)?.id ?? 0;
    this.mark();
    new MutationObserver((changes) => this.#changed(changes)).observe(list, {childList: true});
    new IntersectionObserver((entries) => { // of which several come at once when the browser is busy
      this.#seen = entries[entries.length - 1].isIntersecting;
      this.#look();
    }).observe(box);
    document.addEventListener('visibilitychange', () => this.#look());
    box.addEventListener('scroll', () => this.#scrolled(), {passive: true});
  }

  /** Those that are in the list. @returns {Line[]} */
  lines() {
    return [...this.#list.querySelectorAll(':scope > .chat-line')].map(lineOf);
  }

  /** The viewer's own last line that can be edited. */
  ownLast() {
    if (this.#window.cut) return undefined;
    for (let line = lineBefore(this.#list.lastElementChild, true); line; line = lineBefore(line)) {
      const {by, deleted} = lineOf(line);
      if (by === this.#me && !deleted) return lineOf(line);
    }
    return undefined;
  }

  /** Whether the viewer has scrolled away from new lines. */
  get away() {
    return !this.#scroll.atEnd;
  }

  toEnd() {
    this.#window.toEnd();
    this.#scroll.toEnd();
    this.#look();
  }

  /** Puts lines in the place of what stands for them at the beginning of the list. @param {Element} more @param {Element[]} lines */
  older(more, lines) {
    this.above(() => {
      more.remove();
      this.#window.before(lines);
    });
  }

  /** Makes a change above what is looked at. @param {() => void} change */
  above(change) {
    const witness = this.#list.querySelector(':scope > .chat-line');
    if (witness) this.#scroll.keeping(witness, change);
    else change();
  }

  /** All lines are about to be fetched anew, and what comes meanwhile is to be among them. */
  renewing() {
    this.#window.toEnd();
  }

  /** All lines were fetched anew. */
  renewed() {
    this.#window.clear();
  }

  /** A line has changed that may not be in the list. @param {number} id @param {Element} line as it is now */
  changedAside(id, line) {
    if (this.#window.replace(id, line) && line.matches('.is-deleted')) this.#deleted(id);
  }

  /** Shows a line and points at it. @param {string} id of the element @returns {boolean} whether it is there */
  point(id) {
    const line = document.getElementById(id);
    if (!line || !this.#list.contains(line)) return false;
    line.scrollIntoView({block: 'center'});
    line.focus({preventScroll: true});
    line.classList.remove('is-pointed');
    void line.offsetWidth; // starts the animation anew
    line.classList.add('is-pointed');
    return true;
  }

  /** Marks all lines. */
  mark() {
    /** @type {Line|null} */
    let before = null;
    for (const line of this.lines()) {
      this.#mark(line, before);
      before = line;
    }
    this.#giveStop();
  }

  /** One line has the place in the order of Tab: the newest, until another has the focus (linetools.js). */
  #giveStop() {
    if (this.#list.contains(document.activeElement)) return;
    const last = lineBefore(this.#list.lastElementChild, true);
    if (last?.tabIndex === 0 && last === this.#stop) return;
    for (const line of this.#list.querySelectorAll('.chat-line[tabindex="0"]')) if (line !== last) /** @type {HTMLElement} */ (line).tabIndex = -1;
    if (last) last.tabIndex = 0;
    this.#stop = last;
  }

  /** @param {Line} line @param {Line|null} before */
  #mark(line, before) {
    const {element, by, at} = line;
    const own = by === this.#me;
    const muted = !own && this.#muted.has(by);
    if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
    element.toggleAttribute('data-mine', own);
    element.classList.toggle('is-continued', continues(before, line));
    element.classList.toggle('is-muted', muted);
    let meant = false;
    for (const mention of element.querySelectorAll('.mention')) {
      const me = mention.getAttribute('data-viewer') === this.#me;
      mention.classList.toggle('is-me', me);
      meant ||= me;
    }
    element.classList.toggle('is-for-me', meant && !own);
    const time = element.querySelector('time');
    if (time && at > 0 && !time.title) {
      time.textContent = clock(at);
      time.title = moment(at);
    }
  }

  /** @param {MutationRecord[]} changes */
  #changed(changes) {
    const elements = changes.flatMap(({addedNodes}) => [...addedNodes]).filter((node) => node instanceof Element);
    const added = elements.filter((element) => element.matches('.chat-line'));
    for (const line of added) this.#markAround(/** @type {HTMLElement} */ (line));
    this.#giveStop();
    for (const {id, deleted} of added.map(lineOf)) {
      if (!deleted || id > this.#newest || this.#gone.has(id)) continue;
      this.#gone.add(id);
      this.#deleted(id);
    }
    const fresh = added.map(lineOf).filter(({id}) => id > this.#newest);
    const notices = elements.filter((element) => element.matches('.chat-notice') && !this.#known.has(element));
    this.#window.take([...fresh.map(({element}) => element), ...notices].sort(inOrder));
    this.#window.settle(this.#scroll.atEnd);
    for (const element of elements) this.#known.add(element);
    if (fresh.length === 0) return;
    this.#newest = Math.max(...fresh.map(({id}) => id));
    if (fresh.some(({by}) => by === this.#me)) this.#scroll.toEnd(); // who writes reads on
    if (!this.#looking()) this.#unread += fresh.filter(({by}) => by !== this.#me && !this.#muted.has(by)).length;
    this.#look();
  }

  /** Marks a line, and the one after it unless that is marked by itself. @param {HTMLElement} element */
  #markAround(element) {
    if (!element.isConnected) return;
    const before = lineBefore(element);
    const after = lineAfter(element);
    const line = lineOf(element);
    this.#mark(line, before && lineOf(before));
    if (after?.hasAttribute('tabindex')) this.#mark(lineOf(after), line);
  }

  /** @param {number} id */
  #deleted(id) {
    this.#window.blank(id);
    this.#on.deleted?.(id);
  }

  /** Lines come before the viewer comes to where they are missing. */
  #scrolled() {
    const {scrollTop, clientHeight, scrollHeight} = this.#box;
    if (this.#scroll.atEnd) return;
    if (this.#window.older && scrollTop < AHEAD * clientHeight) this.above(() => this.#window.up());
    else if (scrollTop < clientHeight / 2) this.#on.top();
    const last = this.#list.lastElementChild;
    if (last && this.#window.cut && scrollHeight - scrollTop - clientHeight < AHEAD * clientHeight) this.#scroll.keeping(last, () => this.#window.down());
  }

  #looking() {
    return this.#seen && this.#scroll.atEnd && !document.hidden;
  }

  #look() {
    if (this.#looking()) this.#unread = 0;
    this.#on.unread(this.#unread);
  }
}

/** The order of the list. @param {Element} a @param {Element} b */
function inOrder(a, b) {
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
