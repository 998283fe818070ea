// Moments as the reader writes them: in the page's language, and in the browser's own manner if that is one of it.

import {language} from './words.js';

const [base] = language.split('-');
const manner = navigator.languages.find((one) => one.split('-')[0] === base) ?? base;

/** Making one of these anew for each line would take longer than all the rest. */
const CLOCK = new Intl.DateTimeFormat(manner, {numberingSystem: 'latn', hour: 'numeric', minute: '2-digit'});
const MOMENT = new Intl.DateTimeFormat(manner, {numberingSystem: 'latn', dateStyle: 'medium', timeStyle: 'medium'});

/** The time of day. @param {number} at Unix ms */
export const clock = (at) => CLOCK.format(at);

/** The day, and the time of day. @param {number} at Unix ms */
export const moment = (at) => MOMENT.format(at);

/** Writes the moments of a page, which come as UTC, as the reader does; a time that says how long ago it was says when on being pointed at. @param {ParentNode} page */
export function writeMoments(page) {
  for (const time of page.querySelectorAll('time[datetime]')) {
    const {dateTime, title, textContent} = /** @type {HTMLTimeElement} */ (time);
    const at = Date.parse(dateTime);
    if (Number.isNaN(at)) continue;
    if (title === dateTime) /** @type {HTMLTimeElement} */ (time).title = moment(at);
    if (textContent === dateTime) time.textContent = moment(at);
  }
}
