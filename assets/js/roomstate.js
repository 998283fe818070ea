// What this browser knows of the room, and how an event changes it. Pure.

import {queueAfter} from './queuefacts.js';

/**
 * @typedef {object} RoomState
 * @property {number} seq
 * @property {string} host viewer id
 * @property {import('./types.js').Person[]} cohosts
 * @property {import('./types.js').Playback} playback
 * @property {import('./types.js').Tracks} tracks
 * @property {import('./types.js').Media|undefined} media
 * @property {import('./types.js').Settings} settings
 * @property {import('./types.js').Wait|null} wait
 * @property {import('./types.js').Straggler[]} behind
 * @property {import('./types.js').Poll|null} poll the newest one
 * @property {import('./types.js').QueueItem[]} queue the next one first
 * @property {import('./types.js').Next|null} next
 * @property {import('./types.js').Skip|null} skip
 */

/** @type {import('./types.js').Settings} */
const USUAL = {wait: 'auto', loop: false, control: 'everyone', load: 'hosts', chat: 'everyone', locked: false, lobby: false, password: false, shuffle: false};

/**
 * @param {import('./types.js').Snapshot} snapshot
 * @returns {RoomState}
 */
export function fromSnapshot({seq, host, cohosts, playback, tracks, media, settings, wait, behind, poll, queue, next, skip}) {
  return {
    seq, host, cohosts: cohosts ?? [], playback, tracks, media, settings: {...USUAL, ...settings}, wait: wait ?? null, behind: behind ?? [],
    poll: poll ?? null, queue: queue ?? [], next: next ?? null, skip: skip ?? null,
  };
}

/**
 * @param {RoomState} state
 * @param {import('./types.js').RoomEvent} event
 * @returns {RoomState} events other than open, load and refresh leave the media as it is
 */
export function applyEvent(state, event) {
  return {
    seq: event.seq,
    host: event.host ?? state.host,
    cohosts: event.cohosts ?? [],
    playback: event.playback ?? state.playback,
    tracks: event.tracks ?? state.tracks,
    media: event.media ?? state.media,
    settings: {...state.settings, ...event.settings},
    wait: event.wait ?? null,
    behind: event.behind ?? [],
    poll: event.poll ?? state.poll,
    queue: queueAfter(state.queue, event.queue),
    next: event.next ?? null,
    skip: event.skip ?? null,
  };
}
