// What the keys of the room page do; shortcuts.js says which they are.

import {toggleDialog} from './dialogs.js';
import {signed} from './numbers.js';
import {nextRate} from './shortcuts.js';
import {t} from './words.js';

/**
 * @param {object} page
 * @param {HTMLElement} page.player media-chrome's controller
 * @param {HTMLVideoElement} page.video
 * @param {import('./intents.js').Intents} page.intents
 * @param {import('./subtitles.js').Subtitles} page.subtitles
 * @param {() => import('./roomstate.js').RoomState} page.room as it is now
 * @param {() => void} page.chat
 * @param {() => void} page.react
 * @param {(text: string) => void} page.toast
 * @returns {import('./shortcuts.js').Player}
 */
export function roomKeys({player, video, intents, subtitles, room, chat, react, toast}) {
  /** Asks media-chrome, as its own controls do. @param {string} name @param {number} [detail] */
  const request = (name, detail) => player.dispatchEvent(new CustomEvent(name, {bubbles: true, composed: true, detail}));
  return {
    toggle: () => intents.toggle(),
    step: (seconds) => intents.step(seconds),
    fraction: (fraction) => {
      const duration = room().media?.duration || video.duration;
      if (duration > 0) intents.seek(duration * fraction);
    },
    rate: (direction) => intents.rate(nextRate(room().playback.rate, direction)),
    volume: (change) => request('mediavolumerequest', Math.min(1, Math.max(0, video.volume + change))),
    mute: () => request(video.muted ? 'mediaunmuterequest' : 'mediamuterequest'),
    fullscreen: () => request(document.fullscreenElement ? 'mediaexitfullscreenrequest' : 'mediaenterfullscreenrequest'),
    help: () => toggleDialog('shortcuts'),
    subtitles: () => toggleDialog('subtitles'),
    connection: () => toggleDialog('connection-details'),
    chat,
    react,
    delay: (change) => {
      const delay = subtitles.status().delay + change;
      subtitles.delay(delay);
      toast(t('Subtitles {delay}', {delay: signed(delay)}));
    },
  };
}
