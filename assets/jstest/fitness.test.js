import {FillRate} from '../js/fillrate.js';
import {fitness} from '../js/fitness.js';
import {equal, near, test} from './testing.js';

/**
 * Loads film at a speed for a while, looking four times a second.
 * @param {FillRate} rate
 * @param {{speed: number, seconds: number, most?: number, from?: number, at?: number}} line
 */
function load(rate, {speed, seconds, most = Infinity, from = 0, at = 0}) {
  for (let t = 0; t <= seconds; t += 0.25) rate.look({start: from, end: from + Math.min(most, t * speed)}, from, (at + t) * 1000);
}

test('the speed of the line is what is loaded in the time that loading took', () => {
  for (const speed of [0.3, 0.8, 1, 2.5, 12]) {
    const rate = new FillRate();
    load(rate, {speed, seconds: 6});
    near(rate.rate, speed, speed * 0.1, `at ${speed}`);
  }
});

test('a player that has loaded enough and rests is no slow line', () => {
  const rate = new FillRate();
  load(rate, {speed: 20, seconds: 60, most: 30});
  near(rate.rate, 20, 10);
});

test('a line that stands is a slow line', () => {
  const rate = new FillRate();
  load(rate, {speed: 2, seconds: 20, most: 2});
  near(rate.rate, 0.1, 0.1);
});

test('a seek is no gain, and nothing is known at first', () => {
  const rate = new FillRate();
  equal(rate.rate, 0);
  rate.look({start: 0, end: 1}, 0, 0);
  rate.look({start: 0, end: 1.5}, 0, 500);
  equal(rate.rate, 0);
  rate.look({start: 600, end: 640}, 600, 600);
  equal(rate.rate, 0);
  load(rate, {speed: 1.5, seconds: 8, from: 600, at: 1});
  near(rate.rate, 1.5, 0.2);
});

test('what is loaded at once counts as very fast', () => {
  const rate = new FillRate();
  rate.look({start: 0, end: 1}, 0, 0);
  rate.look({start: 0, end: 60}, 0, 10);
  equal(rate.rate, 99);
});

test('each viewer is told in one line', () => {
  const fit = {film: true, unplayable: false, loaded: true, clock: true, fill: 8, smaller: true};
  const level = (/** @type {object} */ facts) => fitness({...fit, ...facts}).level;
  equal([level({}), level({fill: 0}), level({clock: false}), level({loaded: false}), level({fill: 0.7}), level({unplayable: true, fill: 0})],
    ['good', 'checking', 'checking', 'checking', 'slow', 'bad']);
  equal(fitness(fit).text, 'All set: the film plays here and comes in 8.0 times as fast as it plays.');
  equal([fitness({...fit, fill: 0.7}).smaller, fitness({...fit, fill: 0.7, smaller: false}).smaller, fitness(fit).smaller], [true, false, false]);
  equal(fitness({...fit, film: false}).text, '');
});
