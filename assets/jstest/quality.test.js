import {Quality} from '../js/quality.js';
import {equal, test} from './testing.js';

/** @param {string} name */
const form = (name) => /** @type {import('../js/forms.js').Form} */ ({name, url: `/${name}`, type: 'video/mp4'});

test('who stalls again and again is offered the smaller picture once, and may take it', () => {
  sessionStorage.removeItem('goblet:smaller');
  const video = document.createElement('video');
  const [menu, button] = [document.createElement('div'), document.createElement('div')];
  /** @type {object[]} */
  const wishes = [];
  /** @type {(() => void)[]} */
  const offers = [];
  const source = /** @type {any} */ ({wish: (/** @type {object} */ wish) => wishes.push(wish)});
  let playing = true;
  const quality = new Quality(video, source, {menu, button}, {stalls: () => playing, offer: (take) => offers.push(take)});
  const stall = (/** @type {number} */ times) => {
    for (let i = 0; i < times; i++) video.dispatchEvent(new Event('waiting'));
  };
  quality.show([form('direct')]);
  stall(6);
  equal([offers.length, button.hidden], [0, true], 'without a smaller picture');
  quality.show([form('direct'), form('low')]);
  equal([button.hidden, menu.children.length], [false, 2]);
  playing = false;
  stall(6);
  equal(offers.length, 0, 'while the room is paused');
  playing = true;
  stall(9);
  equal(offers.length, 1);
  offers[0]();
  equal(wishes, [{smaller: false}, {smaller: true}]);
  /** @type {HTMLElement} */ (menu.querySelector('[data-value=original]')).click();
  equal(wishes.at(-1), {smaller: false});
  sessionStorage.removeItem('goblet:smaller');
});
