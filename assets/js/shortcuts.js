// Keys of the room page. Never while somebody types, and never where the focused control has a use for the key.

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 3, 4];

/**
 * The rate one step slower or faster.
 * @param {number} rate
 * @param {1|-1} direction
 */
export function nextRate(rate, direction) {
  const others = direction > 0 ? RATES.filter((r) => r > rate + 1e-6) : RATES.filter((r) => r < rate - 1e-6).reverse();
  return others[0] ?? rate;
}

/**
 * @typedef {object} Player
 * @property {() => void} toggle
 * @property {(seconds: number) => void} step
 * @property {(fraction: number) => void} fraction of the whole film
 * @property {(direction: 1|-1) => void} rate
 * @property {(change: number) => void} volume
 * @property {() => void} mute
 * @property {() => void} fullscreen
 * @property {() => void} help
 * @property {() => void} subtitles
 * @property {() => void} connection
 * @property {() => void} chat
 * @property {() => void} react
 * @property {(change: number) => void} delay ms by which subtitles move
 */

/**
 * What a key does, or null.
 * @param {string} key KeyboardEvent.key
 * @param {Player} player
 * @returns {(() => void)|null}
 */
export function command(key, player) {
  if (/^[0-9]$/.test(key)) return () => player.fraction(Number(key) / 10);
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case ' ': case 'k': return player.toggle;
    case 'j': return () => player.step(-10);
    case 'l': return () => player.step(10);
    case 'ArrowLeft': return () => player.step(-5);
    case 'ArrowRight': return () => player.step(5);
    case 'ArrowUp': return () => player.volume(0.05);
    case 'ArrowDown': return () => player.volume(-0.05);
    case '<': return () => player.rate(-1);
    case '>': return () => player.rate(1);
    case 'm': return player.mute;
    case 'f': return player.fullscreen;
    case '?': return player.help;
    case 's': return player.subtitles;
    case 'i': return player.connection;
    case 'c': return player.chat;
    case 'e': return player.react;
    case 'z': return () => player.delay(-50);
    case 'x': return () => player.delay(50);
  }
  return null;
}

/**
 * @param {Player} player
 * @param {() => boolean} enabled
 */
export function startShortcuts(player, enabled) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!enabled() || belongsElsewhere(event)) return;
    const act = command(event.key, player);
    if (!act) return;
    event.preventDefault();
    const repeats = event.key.startsWith('Arrow') || /^[jlzx]$/i.test(event.key);
    if (!event.repeat || repeats) act();
  });
}

/**
 * Whether the element with the focus wants the key for itself.
 * @param {KeyboardEvent} event
 */
function belongsElsewhere(event) {
  const path = event.composedPath().filter((node) => node instanceof Element);
  const target = path[0];
  if (!target) return false;
  if (document.querySelector('dialog:modal')) return true;
  if (path.some((node) => node.matches('textarea, select, [contenteditable]:not([contenteditable="false"])'))) return true;
  if (path.some((node) => node.matches('input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"])'))) return true;
  if (event.key === ' ') {
    return path.some((node) => node.matches('button, a[href], summary, input, [role="button"], [role^="menuitem"]') ||
      /^media-.*-(button|item)$/.test(node.localName));
  }
  if (event.key.startsWith('Arrow')) {
    return path.some((node) => node.matches('input, [role="slider"], [role="menu"], [role^="menuitem"]'));
  }
  return false;
}
