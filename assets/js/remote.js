// The remote of a television: arrows move the focus, OK presses, Back leads to the film, and its media keys are intent
// like any other. While the film itself has the focus left and right go back and on, as on a keyboard.

import {nearest} from './spatial.js';

/** What KeyboardEvent.keyCode means where there is no name for a key: webOS, Tizen and HbbTV. */
const CODES = /** @type {Record<number, string>} */ ({
  415: 'MediaPlay', 19: 'MediaPause', 413: 'MediaStop', 417: 'MediaFastForward', 412: 'MediaRewind', 461: 'GoBack', 10_009: 'GoBack', 10_252: 'MediaPlayPause',
});

const FOCUSABLE = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** The name of a key of a remote. @param {{key: string, keyCode: number}} event */
export function keyName({key, keyCode}) {
  const name = CODES[keyCode] ?? key;
  return name === 'BrowserBack' || name === 'XF86Back' ? 'GoBack' : name;
}

/**
 * @typedef {object} Remote
 * @property {() => void} play
 * @property {() => void} pause
 * @property {() => void} toggle
 * @property {(seconds: number) => void} step
 */

/**
 * @param {HTMLElement} stage
 * @param {HTMLElement} player has the focus when nothing else shall
 * @param {HTMLElement} gate while it is shown nothing else is reached
 * @param {HTMLElement} join the button that takes it
 * @param {Remote} remote
 */
export function startRemote(stage, player, gate, join, remote) {
  document.documentElement.dataset.television = '';
  if (!gate.hidden) join.focus();
  /** @type {Record<string, () => void>} */
  const keys = {
    MediaPlay: () => remote.play(), MediaPause: () => remote.pause(), MediaStop: () => remote.pause(), MediaPlayPause: () => remote.toggle(),
    MediaFastForward: () => remote.step(30), MediaRewind: () => remote.step(-30),
  };
  /** @param {string} name @returns {boolean} whether the key was of use */
  function press(name) {
    if (name === 'GoBack') return back(player, gate);
    if (!keys[name]) return move(name, {stage, player, gate, remote});
    if (gate.hidden) keys[name]();
    return gate.hidden;
  }
  document.addEventListener('keydown', (event) => {
    const name = keyName(event);
    const took = press(name);
    if (!took) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}

/**
 * Back leads to the film; from there it is the browser's.
 * @param {HTMLElement} player
 * @param {HTMLElement} gate
 */
function back(player, gate) {
  const dialog = document.querySelector('dialog:modal');
  if (dialog instanceof HTMLDialogElement) dialog.close();
  else if (!gate.hidden || atRest(player)) return false;
  else player.focus({preventScroll: false});
  return true;
}

/**
 * @param {string} name
 * @param {{stage: HTMLElement, player: HTMLElement, gate: HTMLElement, remote: Remote}} page
 * @returns {boolean} whether the key was taken
 */
function move(name, {stage, player, gate, remote}) {
  const rest = gate.hidden && atRest(player) && !document.querySelector('dialog:modal');
  if (rest && name === 'Enter') {
    remote.toggle();
    return true;
  }
  if (!name.startsWith('Arrow')) return false;
  const arrow = /** @type {import('./spatial.js').Arrow} */ (name);
  const sideways = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  if (sideways && (rest || slides(document.activeElement))) return false;
  const within = document.querySelector('dialog:modal') ?? (gate.hidden ? document.body : gate);
  const all = /** @type {HTMLElement[]} */ ([...within.querySelectorAll(FOCUSABLE)]).filter(reachable);
  const first = rest ? stage.querySelector('media-play-button') : null;
  const from = document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null;
  const others = all.filter((element) => element !== from && element !== player);
  const next = first ?? (from ? others[nearest(from.getBoundingClientRect(), others.map((e) => e.getBoundingClientRect()), arrow)] : others[0]);
  if (next instanceof HTMLElement) next.focus();
  return true;
}

/** Whether nothing but the film has the focus. @param {HTMLElement} player */
function atRest(player) {
  const at = document.activeElement;
  return !at || at === document.body || at === player;
}

/** Whether an element has a use for left and right. @param {Element|null} element */
function slides(element) {
  return !!element?.matches('textarea, input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), media-time-range, media-volume-range, [role="slider"]');
}

/** @param {HTMLElement} element */
function reachable(element) {
  if (element.matches(':disabled') || element.closest('[inert]')) return false;
  const {width, height} = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({visibilityProperty: true});
}
