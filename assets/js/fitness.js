// Whether this viewer is fit for the film, in one line, before it begins: can the browser play it, is the line fast enough,
// is the clock known. The sound is unlocked by joining itself. Pure.

import {decimal} from './numbers.js';
import {t} from './words.js';

/** From here on a line is called fast enough. room/fitness.go has the same. */
export const FAST_ENOUGH = 1.2;
/** Beyond this the number means nothing to anybody. */
const VERY_FAST = 20;

/**
 * @typedef {object} Facts
 * @property {boolean} film whether one is on
 * @property {boolean} unplayable this browser plays no form of it
 * @property {boolean} loaded the player could start
 * @property {boolean} clock known
 * @property {number} fill seconds of film that come in a second, 0 = not known
 * @property {boolean} smaller there is a smaller picture that is not chosen yet
 */

/**
 * @param {Facts} facts
 * @returns {{level: 'checking'|'good'|'slow'|'bad', text: string, smaller: boolean}} smaller: offer the smaller picture
 */
export function fitness({film, unplayable, loaded, clock, fill, smaller}) {
  if (!film) return {level: 'checking', text: '', smaller: false};
  if (unplayable) {
    return {level: 'bad', text: t('This browser can’t play this film. Chrome, Edge, Firefox or Safari on a computer may.'), smaller: false};
  }
  if (fill > 0 && fill < FAST_ENOUGH) {
    const n = times(fill);
    const text = smaller ? t('The line is slow for this film: it comes in {n} times as fast as it plays.', {n}) :
      t('The line is slow for this film: it comes in {n} times as fast as it plays. It may stop now and then.', {n});
    return {level: 'slow', smaller, text};
  }
  if (!loaded || !clock || fill === 0) return {level: 'checking', text: t('Checking film, line and clock…'), smaller: false};
  const text = fill > VERY_FAST ? t('All set: the film plays here and comes in more than {n} times as fast as it plays.', {n: VERY_FAST}) :
    t('All set: the film plays here and comes in {n} times as fast as it plays.', {n: times(fill)});
  return {level: 'good', text, smaller: false};
}

/** @param {number} fill */
function times(fill) {
  return decimal(fill, fill < 10 ? 1 : 0);
}
