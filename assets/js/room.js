// The room page: makes the parts and wires them. The one global is window.goblet, for tests and measurements.

import './player.js'; // whose elements come first

import {Actions, showHtml} from './actions.js';
import {startAdding} from './adding.js';
import {startChat} from './chat.js';
import {CheckIn} from './checkin.js';
import {Clock} from './clock.js';
import {askClock} from './clockask.js';
import {ClockSync} from './clocksync.js';
import {Ending} from './closed.js';
import {startDialogs} from './dialogs.js';
import {startDoor} from './door.js';
import {startDriftLog} from './driftlog.js';
import {Engine} from './engine.js';
import {startFilmList} from './filmlist.js';
import {startFun} from './fun.js';
import {Gate} from './gate.js';
import {startGone} from './gone.js';
import {Intents} from './intents.js';
import {whenOpened} from './later.js';
import {onReturn} from './lifecycle.js';
import {followPosition, showTitle, startMediaSession} from './mediasession.js';
import {engineName} from './meter.js';
import {leavesPage} from './putout.js';
import {couldPlay, toldState} from './readiness.js';
import {ReadyCheck} from './readycheck.js';
import {markRights} from './rightmarks.js';
import {refusal, rightFor, roleOf} from './rights.js';
import {RoomSettings} from './roomsettings.js';
import {PageTitle} from './pagetitle.js';
import {Outage} from './outage.js';
import {labelRate} from './playerlabels.js';
import {showMe, startProfile} from './profile.js';
import {retryPosters} from './pictures.js';
import {startQueue} from './queue.js';
import {refetch} from './refetch.js';
import {roomKeys} from './roomkeys.js';
import {applyEvent, fromSnapshot} from './roomstate.js';
import {startShortcuts} from './shortcuts.js';
import {startSpots} from './spots.js';
import {StatusReports} from './status.js';
import {Stream} from './stream.js';
import {startRemoving} from './removing.js';
import {isTelevision} from './television.js';
import {startToasts, withdrawOffers} from './toasts.js';
import {startTracks} from './tracks.js';
import {markViewers} from './viewers.js';
import {ViewerStatus} from './viewerstatus.js';
import {Waits} from './waits.js';
import {WakeLock} from './wakelock.js';

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
// Who came directly to a Goblet that is reached below a path goes on below it, where the cookie is.
if (!location.pathname.startsWith(base)) history.replaceState(null, '', base + location.search);

/** @type {import('./types.js').Snapshot} */
const snapshot = JSON.parse(byId('snapshot').textContent ?? '{}');
let room = fromSnapshot(snapshot);
/** @type {Record<string, number>} */
const kinds = {};
let node = '';
const me = main.dataset.viewer ?? '';
const admin = main.dataset.role === 'admin';
let viewerCount = snapshot.viewers?.count ?? 0;

const title = new PageTitle();
const toast = startToasts(byId('toasts'));
startDialogs(toast);
startRemoving(toast, byId('toasts'));
const films = startFilmList();

const clock = new Clock();
clock.frame(snapshot.now, performance.now());
const clockSync = new ClockSync(clock, askClock());

const engine = new Engine(video, clock, engineName(navigator.userAgent), {
  refused: () => gate.show(),
  intent: async ({verb, position, rate}) => {
    const fields = verb === 'rate' ? {rate} : {position: position.toFixed(6)};
    if (!await actions.post(verb, fields)) engine.restore();
  },
  stale: () => stream.renew(),
  failure: (message) => {
    if (!gone.now) toast(message, true);
  },
  form: (forms, form) => {
    if (!room.media) return;
    tracks.offer(room.media, forms, form);
    checkIn.form(form);
    showTitle(room.media.title, forms.poster);
  },
  lacks: (form, lack) => reports.failed(form, lack),
  changed: () => reports.changed(),
});

// The film and the clock take their time: they come while the rest is set up.
engine.apply(room.playback, room.media);
clockSync.burst().then(() => engine.wake());

const gone = startGone(
  /** @type {HTMLElement} */ (main.querySelector('.about')), byId('film-gone'), main.querySelector('details.chooser'),
  () => queueMicrotask(() => refused('load') === '' && chat.show('film')), // when all parts are made
);

const outage = new Outage();
const ending = new Ending({connection, sign: byId('closed'), video, toast});

const tracks = startTracks({
  video, source: engine.source, toasts: byId('toasts'), toast,
  stalls: () => engine.viewing.status().state === 'waiting' && !document.hidden,
  everyone: (fields) => actions.post('tracks', fields),
  add: (files) => adding.addSubtitles(files),
});
const {subtitles} = tracks;
const checkIn = new CheckIn(video, byId('gate-check'), tracks.quality, () => ({loaded: engine.viewing.status().ready, clock: clock.known()}));

const drifts = startDriftLog(() => engine.viewing.status());
const viewerStatus = new ViewerStatus(byId('viewers'), byId('skew'));
viewerStatus.show(snapshot.standing);

const stream = new Stream(base, snapshot.seq, {
  room: (event) => {
    kinds[event.kind] = (kinds[event.kind] ?? 0) + 1;
    if (room.playback.paused !== event.playback.paused) spots.save();
    update(applyEvent(room, event));
    if (event.kind === 'tracks' && event.reason?.startsWith('subtitle-')) subtitles.refresh();
    showHtml(event.html);
    if (event.poll) fun.poll(room.poll);
    queue.event(event, room);
    chat.event(event);
    showRights();
    door.event(event);
    share.part?.event(event);
    reports.changed();
  },
  reset: (fresh) => {
    const other = fresh.media?.id !== room.media?.id || fresh.media?.version !== room.media?.version;
    update(fromSnapshot(fresh));
    if (other) refetch(main, '#film'); // the page may name another one
    subtitles.refresh();
    viewerStatus.show(fresh.standing);
    showLog(fresh.log);
    chat.renew();
    fun.renew(() => room.poll);
    queue.renew(room);
    door.reset();
  },
  viewers: (viewers) => {
    showHtml(viewers.html);
    showRights(); // the list comes as everybody sees it
    markViewers(main, room.host);
    const mine = viewers.viewers.find(({id}) => id === me);
    if (mine) showMe(main, mine);
    viewerStatus.apply();
    viewerCount = viewers.count;
    showWaits();
    chat.viewers(viewers);
  },
  status: (standing) => viewerStatus.show(standing),
  film: ({html}) => showHtml(html),
  ready: ({html}) => showHtml(html),
  reactions: (reacted) => fun.reacted(reacted),
  typing: ({viewers}) => chat.typing(viewers),
  knocks: (frame) => door.knocks(frame),
  clock: (now, received) => clockSync.frame(now, received),
  frame: () => engine.tick(),
  hello: (hello) => {
    clockSync.greeted(hello.node);
    chat.greeted(hello.node);
    if (node && node !== hello.node) refetch(main, '#film-notes'); // a server that was restarted told of others
    node = hello.node;
  },
  lost: (shown, why) => ending.lost(shown, why),
  log: (log) => showLog(log),
  dead: async (message) => { if (!await leavesPage(message)) ending.dead(message); },
});

const actions = new Actions(base, {
  seen: () => stream.seen,
  accepted: (seq) => stream.expect(seq),
  failed: (text) => toast(text, true),
  refused: (verb, fields) => {
    const right = rightFor(verb, fields);
    return outage.refusal(verb) || right && refused(right);
  },
});
const intents = new Intents(actions, engine.viewing);
intents.capture(stage, player, video, () => room.playback.rate);

const chat = startChat({
  main, toasts: byId('toasts'), toast, actions, present: snapshot.viewers,
  now: () => serverNow(),
  seek: (position) => intents.seek(position),
  unread: (count) => title.unread(count),
});

const fun = startFun(main, actions, toast);

const spots = startSpots({
  base,
  now: () => {
    const {state} = engine.viewing.status();
    return {media: room.media?.id ?? '', position: engine.viewing.shown(), watching: gate.joined, paused: state !== 'playing'};
  },
  seek: (position) => intents.seek(position),
});

const reports = new StatusReports(base, () => {
  if (!clock.known() || !stream.speaks) return null;
  const {position, drift, paused, state, ready, form, buffer, learned} = engine.viewing.status();
  const now = performance.now();
  const {transport} = stream;
  const loaded = {ready, position, buffer, duration: video.duration};
  return {
    position, at: clock.at(now), drift: drifts.median(now) ?? drift, delay: clock.delay(), paused, form, buffer, transport,
    ...checkIn.report(),
    state: gate.joined ? toldState(state, room.playback.waiting ?? false, loaded) : 'away', ready: couldPlay(loaded),
    joined: gate.joined, hidden: document.hidden, ended: !room.playback.paused && engine.viewing.ended(), start: learned.start,
  };
});

const gate = new Gate(byId('gate'), byId('join'), engine, () => {
  engine.wake();
  player.focus({preventScroll: true});
  queueMicrotask(() => { // a remembered gate is passed before all parts are made
    reports.changed();
    showWaits();
    wakeLock.look();
  });
});
for (const event of ['progress', 'canplay']) {
  video.addEventListener(event, () => {
    if (room.playback.waiting) reports.changed();
  });
}

startProfile(byId('you'), (profile) => actions.submit('name', {...profile}), (profile) => showMe(main, profile));
/** @type {HTMLDialogElement} */
const details = byId('connection-details');
whenOpened(details, async () => {
  const [{startConnectionDialog}, {connectionSources}] = await Promise.all([import('./connectiondialog.js'), import('./connectionsources.js')]);
  startConnectionDialog(details, drifts, () => connectionSources({viewing: engine.viewing, stream, clock, gate, drifts, video, viewerStatus}));
});
retryPosters(main);
startMediaSession(intents, () => gate.joined);
labelRate(/** @type {HTMLElement} */ (player.querySelector('media-playback-rate-menu-button')));
followPosition(video);
const wakeLock = new WakeLock(video, () => gate.joined);
if (isTelevision(navigator.userAgent)) {
  import('./remote.js').then(({startRemote}) => startRemote(stage, player, byId('gate'), byId('join'), intents));
}
startShortcuts(roomKeys({
  player, video, intents, subtitles, toast, room: () => room, chat: () => chat.key(), react: () => fun.key(),
}), () => gate.joined);

const adding = startAdding({
  toasts: byId('toasts'), toast, subtitles, refused,
  joined: () => gate.joined,
  mayUpload: () => main.hasAttribute('data-may-upload') || role() !== 'guest',
  playing: () => room.media?.id,
  watch: (media) => actions.post('load', {media}),
  queue: (media) => queue.add(media),
  listed: () => films.refresh(),
  show: () => chat.show('film'),
});

document.addEventListener('visibilitychange', () => reports.changed());
onReturn(() => {
  clockSync.burst();
  engine.wake();
});

const serverNow = () => clock.at(performance.now());
const say = (/** @type {string} */ text) => { byId('waiting-said').textContent = text; };
const waits = new Waits(byId('waiting'), byId('behind'), say, me, serverNow);
const queue = startQueue({main, toasts: byId('toasts'), toast, actions, say, now: serverNow, first: room});
const readyCheck = new ReadyCheck({panel: byId('readycheck'), offer: byId('ready-offer'), countdown: byId('countdown')}, say, serverNow);
const settings = new RoomSettings(byId('settings'), room.settings, (fields) => actions.post('settings', fields));
const door = startDoor({main, toasts: byId('toasts'), base, settings: room.settings, post: (verb, fields) => actions.post(verb, fields)});
/** @type {HTMLDialogElement} */
const shareDialog = byId('share-dialog');
const share = whenOpened(shareDialog, async () => (await import('./share.js')).startShare({dialog: shareDialog, base, title: document.title, ask: (verb, fields) => actions.ask(verb, fields)}));

update(room);
stream.start();
Object.assign(window, {goblet: Object.freeze({status})});

/** @param {import('./roomstate.js').RoomState} next */
function update(next) {
  if (next.media?.id !== room.media?.id) {
    withdrawOffers(byId('toasts'));
    gone.over();
  }
  if (next.media && next.media.title !== room.media?.title) title.name(`${next.media.title} · Goblet`);
  room = next;
  engine.apply(room.playback, room.media);
  tracks.follow(room);
  markViewers(main, room.host);
  showRights();
  showTitle(room.media?.title ?? '');
  films.playing(room.media?.id ?? '');
  adding.refresh();
  showWaits();
}

/** What the viewer is in the room. */
function role() {
  return roleOf(room, me, admin);
}

/** Why somebody, this viewer unless said otherwise, may not do something; '' when allowed. @param {import('./rights.js').Right} right @param {import('./rights.js').Role} [who] */
function refused(right, who = role()) {
  return refusal(room, who, right);
}

/** Shows what this viewer may do. */
function showRights() {
  markRights(main, role(), refused, outage.refusal());
}

/** Shows whether anything can be changed now. @param {{ok: boolean}|undefined} log */
function showLog(log) {
  outage.take(log);
  ending.trouble(outage.refusal());
  showRights();
}

/** Shows what the room waits for, and how it behaves. */
function showWaits() {
  waits.show(room, main);
  readyCheck.show(room, viewerCount, gate.joined);
  settings.show(room.settings, refused('settings') === '');
  door.show(room.settings, refused('settings') === '', refused('admit') === '');
}

/** What tests and measurements look at. Times in ms, positions in s. */
function status() {
  return {
    ...engine.viewing.status(), seq: stream.seen, kinds: {...kinds}, playback: {...room.playback}, host: room.host, role: role(),
    wait: room.wait, behind: room.behind, settings: room.settings,
    connected: stream.connected, node, joined: gate.joined, delay: clock.delay(), offset: clock.offset(),
    uncertainty: clock.uncertainty(), known: clock.known(), subtitles: subtitles.status(),
    transport: stream.status(), sound: {track: tracks.sounds.heard, rendition: engine.source.hls?.sound ?? -1}, awake: wakeLock.held,
  };
}
