// The room's door in its page: how it is closed, who asks to come in, who was put out, and the link that invites.

import {startExpel} from './expel.js';
import htmx from './htmx.js';
import {Knocks} from './knocks.js';
import {RoomSettings} from './roomsettings.js';

/**
 * @typedef {object} DoorParts
 * @property {HTMLElement} main
 * @property {HTMLElement} toasts
 * @property {string} base the room's path, like /r/ID
 * @property {import('./types.js').Settings} settings
 * @property {(verb: string, fields: Record<string, string>) => Promise<boolean>} post an action; whether the room took it
 */

/** @param {DoorParts} parts */
export function startDoor({main, toasts, base, settings, post}) {
  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const card = byId('door');
  const password = /** @type {HTMLFormElement} */ (byId('door-password'));
  const out = byId('outcasts');
  const form = new RoomSettings(/** @type {HTMLFormElement} */ (byId('door-settings')), settings, (fields) => post('settings', fields));
  let leads = main.dataset.role !== 'guest'; // the lists come with the page then
  const knocks = new Knocks(base, byId('knocks'), toasts, post, leads);
  const expelled = startExpel(main, toasts, main.dataset.viewer ?? '', post);

  const listOut = () => {
    if (leads) htmx.ajax('GET', `${base}/out`, {source: out, target: out, swap: 'innerHTML'});
    else out.replaceChildren();
  };

  return {
    /** Says how many ask to come in. @param {{count: number}} frame */
    knocks: ({count}) => knocks.count(count),

    /** An event has come, and what it shows is shown. @param {import('./types.js').RoomEvent} event */
    event: (event) => {
      if (event.kind === 'settings' && event.reason === 'password') password.reset();
      if (['expel', 'restore', 'admit'].includes(event.kind)) listOut();
      expelled(event);
    },

    /** All may be otherwise. */
    reset: () => listOut(),

    /**
     * @param {import('./types.js').Settings} settings
     * @param {boolean} maySet
     * @param {boolean} mayAdmit whether this viewer lets people in, and puts them out
     */
    show: (settings, maySet, mayAdmit) => {
      form.show(settings, maySet);
      card.toggleAttribute('data-password', settings.password);
      knocks.allow(mayAdmit);
      if (mayAdmit === leads) return;
      leads = mayAdmit;
      listOut();
    },
  };
}
