// The queue: the card "Up next", the buttons that queue films, and the countdown. Items are the server's HTML, the same for
// everyone; here they are brought into the room's order, and the viewer's own votes are marked.

import htmx from './htmx.js';
import {NextUp} from './nextup.js';
import {Drag} from './queuedrag.js';
import {moveTo, moved, skipLabel, stepPlace, sum} from './queuefacts.js';
import {arrange, idOf} from './queuelist.js';
import {offerToast} from './toasts.js';
import {t} from './words.js';

/** So long the offer waits for more changes of the queue, ms. */
const CALM = 300;

/** @type {Record<string, import('./queuefacts.js').Step>} */
const KEYS = {ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last'};

/**
 * @param {object} parts
 * @param {HTMLElement} parts.main #room
 * @param {HTMLElement} parts.toasts
 * @param {(text: string, error?: boolean) => void} parts.toast
 * @param {import('./actions.js').Actions} parts.actions
 * @param {(text: string) => void} parts.say tells those who listen to the page
 * @param {() => number} parts.now server ms
 * @param {import('./roomstate.js').RoomState} parts.first the room as the page came
 */
export function startQueue({main, toasts, toast, actions, say, now, first}) {
  const {base = '', viewer: me = ''} = main.dataset;
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (main.querySelector(selector));
  const card = part('#queue');
  const list = part('#queue-list');
  const skip = /** @type {HTMLButtonElement} */ (part('[data-queue-skip]'));
  const clear = /** @type {HTMLButtonElement} */ (part('[data-unqueue-all]'));
  const nextUp = new NextUp(part('#next-up'), say, now);
  let room = first;
  /** @type {number[]} as this page shows them */
  let order = Array.from(list.children, idOf);
  /** Items that the viewer has voted for. */
  const own = new Set(Array.from(list.querySelectorAll('[data-voted]'), idOf));
  let skipped = skip.getAttribute('aria-pressed') === 'true';
  let offered = '';
  let fetching = 0;
  let late = 0;
  /** @type {Promise<unknown>} what was asked for before */
  let before = Promise.resolve();

  const may = () => main.hasAttribute('data-may-load');
  const atOnce = () => main.dataset.role !== 'guest';
  const ids = () => room.queue.map(({id}) => id);
  const titleOf = (/** @type {number} */ id) => room.queue.find((item) => item.id === id)?.title || t('The film');
  const itemOf = (/** @type {Element} */ target) => /** @type {HTMLElement|null} */ (target.closest('#queue-list > li'));
  const tell = (/** @type {string} */ text) => { part('[data-queue-said]').textContent = text; };

  const drag = new Drag(part('.queue-box'), list, {
    may,
    dropped: (item, place) => move(idOf(item), place),
    pressed: (item) => tools(item),
  });

  card.addEventListener('click', (event) => press(/** @type {Element} */ (event.target)));
  list.addEventListener('keydown', (event) => {
    const step = KEYS[event.key];
    const target = /** @type {Element} */ (event.target);
    const item = itemOf(target);
    if (!step || !item || !target.closest('[data-grip]') || !may()) return;
    event.preventDefault();
    event.stopPropagation(); // the player has these keys, too
    move(idOf(item), stepPlace(order, idOf(item), step), true);
  });
  main.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest('[data-queue]');
    if (button instanceof HTMLElement) toggle(button.dataset.queue ?? '');
    if (target.closest('[data-queue-link]')) queueLink();
  });
  document.addEventListener('htmx:after:swap', () => markButtons()); // the chooser's list may be another one

  /** @param {string} verb @param {Record<string, string|number>} fields @returns {Promise<boolean>} whether the room has taken it */
  async function send(verb, fields) {
    const refusal = await actions.submit(verb, fields);
    if (refusal) toast(refusal, true);
    return refusal === '';
  }

  /** @param {Element} target */
  function press(target) {
    const item = itemOf(target);
    if (item && target.closest('[data-vote]')) vote(idOf(item));
    if (item && target.closest('[data-unqueue]')) send('queue/remove', {item: idOf(item)});
    const step = target.closest('[data-step]');
    if (item && step instanceof HTMLElement) {
      move(idOf(item), stepPlace(order, idOf(item), /** @type {import('./queuefacts.js').Step} */ (step.dataset.step)), true);
    }
    if (target.closest('[data-unqueue-all]')) send('queue/remove', {all: 'true'});
    if (target.closest('[data-queue-skip]')) skipFilm();
    if (target.closest('[data-queue-shuffle]')) actions.post('settings', {shuffle: String(!room.settings.shuffle)});
    const offer = target.closest('[data-queue-offer]');
    if (offer instanceof HTMLElement) send('queue', {media: offer.dataset.queueOffer ?? '', rest: String(offer.hasAttribute('data-rest'))});
  }

  /** @param {number} id */
  async function vote(id) {
    if (own.has(id) || !await send('queue/vote', {item: id})) return;
    own.add(id);
    mark();
  }

  async function skipFilm() {
    const {id} = room.media ?? {};
    if (!await send('queue/skip', {}) || atOnce() || room.media?.id !== id) return;
    skipped = true;
    mark();
  }

  /** Queues a film, or takes it out. @param {string} media */
  function toggle(media) {
    const item = room.queue.find((queued) => queued.media === media);
    if (item) send('queue/remove', {item: item.id});
    else send('queue', {media});
  }

  async function queueLink() {
    const field = /** @type {HTMLInputElement} */ (part('#film-url'));
    if (field.reportValidity() && await send('queue', {url: field.value})) field.value = '';
  }

  /**
   * Moves an item here at once, so that it does not jump back and forth, and then in the room.
   * @param {number} id
   * @param {number} place among the others
   * @param {boolean} [aloud] whether it is said
   */
  function move(id, place, aloud = false) {
    const fields = moveTo(order, id, place);
    if (fields) {
      order = moved(order, id, place);
      arrange(list, order);
      if (aloud) tell(t('{title} is now {place} of {count}', {title: titleOf(id), place: order.indexOf(id) + 1, count: order.length}));
      before = before.then(() => send('queue/move', fields)).then((taken) => { if (!taken) show(); });
    } else if (drag.on === false) {
      show();
    }
    itemElement(id)?.scrollIntoView({block: 'nearest'});
  }

  /** @param {number} id */
  function itemElement(id) {
    return /** @type {HTMLElement|null} */ (list.querySelector(`[data-item="${id}"]`));
  }

  /** Shows the buttons that move an item, or puts them away. @param {HTMLElement} item */
  function tools(item) {
    const there = list.querySelector('.queue-tools');
    const grip = there?.closest('li')?.querySelector('[data-grip]');
    grip?.setAttribute('aria-expanded', 'false');
    there?.remove();
    if (!may() || there && item.querySelector('[data-grip]') === grip) return;
    const template = /** @type {HTMLTemplateElement} */ (part('#queue-tools'));
    item.append(template.content.cloneNode(true));
    item.querySelector('[data-grip]')?.setAttribute('aria-expanded', 'true');
    item.scrollIntoView({block: 'nearest'});
  }

  /** Shows the queue as the room has it. */
  function show() {
    if (drag.on) return;
    order = ids();
    if (!arrange(list, order)) fetchList();
    mark();
    markButtons();
  }

  /** The server's list, which has more than an event brings. */
  function fetchList() {
    clearTimeout(fetching);
    fetching = window.setTimeout(async () => {
      await htmx.ajax('GET', `${base}/queue`, {source: main, target: main, swap: 'none'});
      const have = Array.from(list.children, idOf);
      for (const element of list.querySelectorAll('[data-voted]')) own.add(idOf(element));
      if (ids().every((id) => have.includes(id))) show();
    }, CALM);
  }

  /** Writes votes and sums in, and what this viewer has done. */
  function mark() {
    const {queue} = room;
    for (const {id, votes = 0} of queue) {
      const element = itemElement(id);
      const count = element?.querySelector('[data-votes]');
      if (count && count.textContent !== String(votes)) count.textContent = String(votes);
      element?.querySelector('[data-vote]')?.setAttribute('aria-pressed', String(own.has(id)));
      element?.toggleAttribute('data-wanted', votes > 0);
    }
    part('[data-queue-sum]').textContent = sum(queue);
    part('[data-queue-shuffle]').setAttribute('aria-pressed', String(room.settings.shuffle));
    part('[data-skip-label]').textContent = skipLabel(room.skip, atOnce());
    skip.setAttribute('aria-pressed', String(skipped));
    skip.disabled = clear.disabled = queue.length === 0;
  }

  /** Marks which of the films to choose are queued. */
  function markButtons() {
    const films = new Set(room.queue.map(({media}) => media));
    for (const button of main.querySelectorAll('[data-queue]')) {
      button.setAttribute('aria-pressed', String(films.has(/** @type {HTMLElement} */ (button).dataset.queue ?? '')));
    }
  }

  /** Fetches what would go on with the series, where that may be another one. */
  function offer() {
    const about = `${room.queue.at(-1)?.media ?? ''} ${room.media?.id}`;
    if (about === offered) return;
    const first = offered === '';
    offered = about;
    if (first) return; // the page came with it
    clearTimeout(late);
    late = window.setTimeout(() => {
      if (may()) htmx.ajax('GET', `${base}/queue/offer`, {source: main, target: main, swap: 'none'});
    }, CALM);
  }

  /** @param {import('./roomstate.js').RoomState} next */
  function take(next) {
    if (next.media?.id !== room.media?.id) skipped = false;
    room = next;
    show();
    offer();
    nextUp.show(next.next, titleOf(next.next?.item ?? 0));
  }

  take(first);
  return {
    /**
     * @param {import('./types.js').RoomEvent} event whose HTML is in the page
     * @param {import('./roomstate.js').RoomState} next the room after it
     */
    event: ({kind, reason, by, seq}, next) => {
      take(next);
      if (kind !== 'queue' || reason !== 'unqueued' || by?.id !== me) return;
      toasts.querySelector(`.toast[data-seq="${seq}"]`)?.remove();
      const undo = offerToast(toasts, t('Removed from the queue.'), t('Undo'), () => send('queue/restore', {removal: seq}));
      undo.parentElement?.setAttribute('data-keep', '');
    },
    /** After a reset: the items as they are now. @param {import('./roomstate.js').RoomState} next */
    renew: (next) => {
      take(next);
      fetchList();
    },
    /** Queues a film. @param {string} media */
    add: (media) => send('queue', {media}),
  };
}
