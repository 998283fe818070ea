// The room page: makes the parts and wires them. The one global is window.goblet, for tests and measurements.

import htmx from './htmx.js';
import {Actions, showHtml} from './actions.js';
import {Clock} from './clock.js';
import {ClockSync} from './clocksync.js';
import {startDialogs, toggleDialog} from './dialogs.js';
import {Engine} from './engine.js';
import {Gate} from './gate.js';
import {Intents} from './intents.js';
import {showTitle, startMediaSession} from './mediasession.js';
import {engineName} from './meter.js';
import {applyEvent, fromSnapshot} from './roomstate.js';
import {nextRate, startShortcuts} from './shortcuts.js';
import {startSpots} from './spots.js';
import {StatusReports} from './status.js';
import {Stream} from './stream.js';
import {SubtitleDialog, signed} from './subtitledialog.js';
import {addSubtitle, removeSubtitle, startSubtitleDrop} from './subtitlefiles.js';
import {Subtitles} from './subtitles.js';
import {startToasts} from './toasts.js';
import {markViewers} from './viewers.js';

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

const main = byId('room');
const stage = byId('stage');
const player = byId('player');
const connection = byId('connection');
/** @type {HTMLVideoElement} */
const video = byId('video');
const base = main.dataset.base ?? '';

/** @type {import('./types.js').Snapshot} */
const snapshot = JSON.parse(byId('snapshot').textContent ?? '{}');
let room = fromSnapshot(snapshot);
/** @type {Record<string, number>} */
const kinds = {};

const toast = startToasts(byId('toasts'));
startDialogs(toast);

const clock = new Clock();
clock.frame(snapshot.now, performance.now());
const clockSync = new ClockSync(clock);

const engine = new Engine(video, clock, engineName(navigator.userAgent), {
  refused: () => gate.show(),
  intent: async ({verb, position}) => {
    if (!await actions.post(verb, {position: position.toFixed(6)})) engine.restore();
  },
  stale: () => stream.renew(),
  failure: (message) => toast(message, true),
  changed: () => reports.changed(),
});

const subtitles = new Subtitles(video, {
  changed: () => dialog.show(),
  failed: (message) => toast(message, true),
});
const dialog = new SubtitleDialog(subtitles, {
  everyone: (fields) => actions.post('tracks', fields),
  add: (files, show) => addSubtitles(files, show),
  remove: async ({id}) => {
    const problem = await removeSubtitle(subtitles.status().media, id);
    if (problem) toast(problem, true);
  },
});
startSubtitleDrop(() => gate.joined, (files) => addSubtitles(files, dialog.forEveryone()));

const stream = new Stream(base, snapshot.seq, {
  room: (event) => {
    kinds[event.kind] = (kinds[event.kind] ?? 0) + 1;
    if (room.playback.paused !== event.playback.paused) spots.save();
    update(applyEvent(room, event));
    if (event.kind === 'tracks' && event.reason?.startsWith('subtitle-')) subtitles.refresh();
    showHtml(event.html);
    reports.changed();
  },
  reset: (fresh) => {
    const other = fresh.media?.id !== room.media?.id || fresh.media?.version !== room.media?.version;
    update(fromSnapshot(fresh));
    if (other) refetchFilm();
    subtitles.refresh();
  },
  viewers: (viewers) => {
    showHtml(viewers.html);
    markViewers(main, room.host);
  },
  clock: (now, received) => clock.frame(now, received),
  frame: () => engine.tick(),
  hello: () => clockSync.burst(),
  lost: (shown) => { connection.hidden = !shown; },
  dead: (message) => {
    connection.textContent = message;
    connection.hidden = false;
    toast(message, true);
  },
});

const actions = new Actions(base, {
  seen: () => stream.seen,
  accepted: (seq) => stream.expect(seq),
  failed: (text) => toast(text, true),
});
const intents = new Intents(actions, engine);
intents.capture(stage, player, video, () => room.playback.rate);

const spots = startSpots({
  base,
  now: () => {
    const {state} = engine.status();
    return {media: room.media?.id ?? '', position: engine.shown(), watching: gate.joined, paused: state !== 'playing'};
  },
  seek: (position) => intents.seek(position),
});

const reports = new StatusReports(base, () => {
  if (!clock.known()) return null;
  const {position, drift, paused, state} = engine.status();
  const at = clock.at(performance.now());
  return {position, at, drift, delay: clock.delay(), paused, state: gate.joined ? state : 'away'};
});

const gate = new Gate(byId('gate'), byId('join'), engine, () => {
  engine.wake();
  player.focus({preventScroll: true});
});

startMediaSession(intents, () => gate.joined);
startShortcuts({
  toggle: () => intents.toggle(),
  step: (seconds) => intents.step(seconds),
  fraction: (fraction) => {
    const duration = room.media?.duration || video.duration;
    if (duration > 0) intents.seek(duration * fraction);
  },
  rate: (direction) => intents.rate(nextRate(room.playback.rate, direction)),
  volume: (change) => request('mediavolumerequest', Math.min(1, Math.max(0, video.volume + change))),
  mute: () => request(video.muted ? 'mediaunmuterequest' : 'mediamuterequest'),
  fullscreen: () => request(document.fullscreenElement ? 'mediaexitfullscreenrequest' : 'mediaenterfullscreenrequest'),
  help: () => toggleDialog('shortcuts'),
  subtitles: () => toggleDialog('subtitles'),
  delay: (change) => {
    const delay = subtitles.status().delay + change;
    subtitles.delay(delay);
    toast(`Subtitles ${signed(delay)}`);
  },
}, () => gate.joined);

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  clockSync.burst();
  engine.wake();
});
window.addEventListener('pageshow', (event) => {
  if (event.persisted) engine.wake();
});

update(room);
stream.start();
clockSync.burst().then(() => engine.wake());
Object.assign(window, {goblet: Object.freeze({status})});

/** @param {import('./roomstate.js').RoomState} next */
function update(next) {
  if (next.media && next.media.title !== room.media?.title) document.title = `${next.media.title} · Goblet`;
  room = next;
  engine.apply(room.playback, room.media);
  subtitles.show(room.media);
  subtitles.follow(room.tracks);
  markViewers(main, room.host);
  showTitle(room.media?.title ?? '');
}

/** @param {File[]} files of which the last one is shown @param {boolean} everyone else it is shown to this viewer */
async function addSubtitles(files, everyone) {
  const {media} = subtitles.status();
  for (const [i, file] of files.entries()) {
    const last = i === files.length - 1;
    const {id, problem} = await addSubtitle(media, file, everyone && last);
    if (problem) toast(`${file.name}: ${problem}`, true);
    if (!id || !last) continue;
    await subtitles.refresh();
    subtitles.prefer(everyone ? null : id);
  }
}

/** After a reset the page may name another film: its text is fetched from the page as it is now. */
function refetchFilm() {
  htmx.ajax('GET', location.pathname, {source: main, target: '#film', select: '#film', swap: 'outerHTML'});
}

/** Asks media-chrome, as its own controls do. @param {string} name @param {number} [detail] */
function request(name, detail) {
  player.dispatchEvent(new CustomEvent(name, {bubbles: true, composed: true, detail}));
}

/** What tests and measurements look at. Times in ms, positions in s. */
function status() {
  return {
    ...engine.status(), seq: stream.seen, kinds: {...kinds}, playback: {...room.playback}, host: room.host,
    connected: stream.connected, joined: gate.joined, delay: clock.delay(), offset: clock.offset(),
    uncertainty: clock.uncertainty(), known: clock.known(), subtitles: subtitles.status(),
  };
}
