// What a viewer may do in the room. Pure. The server decides (room/rights.go); this says the same before asking it.

import {mark, said} from './words.js';

/** @typedef {'guest'|'cohost'|'host'|'admin'} Role */
/** @typedef {'control'|'load'|'chat'|'claim'|'moderate'|'handover'|'appoint'|'settings'|'expel'|'admit'|'invite'} Right */

/** @type {Role[]} a later one may do all that an earlier one may */
const ROLES = ['guest', 'cohost', 'host', 'admin'];

/** @type {Record<Right, string>} */
const WHY = {
  control: mark('Only the host and co-hosts control the film here.'),
  load: mark('Only the host and co-hosts choose the film here.'),
  chat: mark('Only the host and co-hosts write here.'),
  claim: mark('The host leads here, and can hand that over.'),
  moderate: mark('Only the host and co-hosts can do that.'),
  handover: mark('Only the host can make somebody else host.'),
  appoint: mark('Only the host chooses co-hosts.'),
  settings: mark('Only the host changes how the room behaves.'),
  expel: mark('Only the host and co-hosts put somebody out.'),
  admit: mark('Only the host and co-hosts let people in.'),
  invite: mark('Only the host and co-hosts make invites.'),
};

/** @type {Record<string, Right>} what an action needs */
const NEEDS = {
  play: 'control', pause: 'control', seek: 'control', rate: 'control', follow: 'control', refresh: 'control',
  tracks: 'control', ready: 'control', load: 'load', cohost: 'appoint', settings: 'settings', chat: 'chat', 'chat/edit': 'chat',
  react: 'chat', poll: 'chat',
  queue: 'load', 'queue/remove': 'load', 'queue/restore': 'load', 'queue/move': 'load', 'queue/next': 'control', 'queue/cancel': 'control',
  expel: 'expel', restore: 'expel', admit: 'admit', turnaway: 'admit', link: 'settings',
  invite: 'invite', 'invite/revoke': 'invite',
};

/** @type {[string, string, string, string][]} name, and who controls, loads and chats */
const PRESETS = [
  ['equal', 'everyone', 'hosts', 'everyone'], ['lead', 'hosts', 'hosts', 'everyone'], ['cinema', 'hosts', 'hosts', 'hosts'],
];

/**
 * @param {{host: string, cohosts: import('./types.js').Person[]}} room
 * @param {string} viewer id
 * @param {boolean} admin whether the viewer runs the server
 * @returns {Role}
 */
export function roleOf(room, viewer, admin) {
  if (admin) return 'admin';
  if (viewer !== '' && viewer === room.host) return 'host';
  return room.cohosts.some(({id}) => id === viewer) ? 'cohost' : 'guest';
}

/**
 * Why a role may not do something, '' when it may.
 * @param {{host: string, settings: import('./types.js').Settings}} room
 * @param {Role} role
 * @param {Right} right
 */
export function refusal(room, role, right) {
  return ROLES.indexOf(role) >= ROLES.indexOf(least(room, right)) ? '' : said(WHY[right]);
}

/**
 * @param {{host: string, settings: import('./types.js').Settings}} room
 * @param {Right} right
 * @returns {Role}
 */
function least({host, settings}, right) {
  switch (right) {
    case 'control': case 'load': case 'chat': return settings[right] === 'hosts' ? 'cohost' : 'guest';
    case 'claim': return host !== '' && (settings.control === 'hosts' || settings.chat === 'hosts') ? 'cohost' : 'guest';
    case 'moderate': case 'expel': case 'admit': case 'invite': return 'cohost';
    default: return 'host';
  }
}

/**
 * The right that an action needs, '' for none.
 * @param {string} verb as in /r/{room}/{verb}
 * @param {{has: (name: string) => boolean}} fields
 * @returns {Right|''}
 */
export function rightFor(verb, fields) {
  if (verb === 'host') return fields.has('viewer') ? 'handover' : 'claim';
  return NEEDS[verb] ?? '';
}

/**
 * The preset that settings are, '' for none.
 * @param {import('./types.js').Settings} settings
 */
export function presetOf({control, load, chat}) {
  return PRESETS.find((preset) => preset[1] === control && preset[2] === load && preset[3] === chat)?.[0] ?? '';
}
