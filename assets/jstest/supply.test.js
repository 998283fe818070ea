import {equal, test} from './testing.js';
import {Supply} from '../js/supply.js';

/** An element with so much of the film from 10 s on. @param {object} facts @param {number} [loaded] s */
const element = (facts, loaded = 60) => /** @type {any} */ ({
  seeking: false, readyState: 2, paused: false, currentTime: 10,
  buffered: {length: 1, start: () => 10, end: () => 10 + loaded}, ...facts,
});

test('an element that says so has film to play on with', () => {
  for (const engine of /** @type {const} */ (['chromium', 'firefox', 'webkit'])) {
    equal(new Supply(element({readyState: 3}), engine).there(0), true, engine);
    equal(new Supply(element({readyState: 4, seeking: true}), engine).there(0), false, `${engine} on its way`);
    equal(new Supply(element({readyState: 1, paused: true}), engine).there(0), false, `${engine} with nothing`);
  }
});

test('only WebKit is believed to have film that it denies', () => {
  const facts = {paused: true};
  equal(new Supply(element(facts), 'webkit').there(0), true);
  equal(new Supply(element(facts, 0.9), 'webkit').there(0), false, 'too little');
  equal(new Supply(element(facts), 'chromium').there(0), false);
  equal(new Supply(element(facts), 'firefox').there(0), false);
});

test('WebKit is not believed that nothing is loaded of a film that goes on playing', () => {
  const video = element({}, 0);
  const supply = new Supply(video, 'webkit');
  let now = 0;
  for (; now < 1500; now += 250) {
    video.currentTime += 0.25;
    supply.look(now);
    equal(supply.there(now), false, `after ${now} ms`);
  }
  video.currentTime += 0.25;
  supply.look(now);
  equal(supply.there(now), true);
  equal(supply.there(now + 500), false, 'it stands');
  video.currentTime += 0.25;
  supply.look(now + 600);
  equal(supply.there(now + 600), false, 'it has only just begun again');
});

test('a film that should play has to move', () => {
  const video = element({});
  const supply = new Supply(video, 'webkit');
  equal(supply.there(0), false, 'not yet seen to move');
  supply.look(100);
  equal(supply.there(200), true);
  supply.look(600);
  equal(supply.there(600), false, 'it stands');
  video.currentTime = 10.1;
  supply.look(700);
  equal(supply.there(700), true);
});
