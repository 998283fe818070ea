import {pause} from '../js/backoff.js';
import {atMost, equal, ok, random, test} from './testing.js';

test('pauses grow, and no further than is bearable', () => {
  const middle = [1, 2, 3, 5, 9, 20, 1000].map((failures) => Math.round(pause(failures, 1, 0.5)));
  equal(middle.slice(0, 2), [300, 450]);
  for (let i = 1; i < middle.length; i++) ok(middle[i] >= middle[i - 1], `${middle}`);
  for (const failures of [20, 1000]) atMost(pause(failures, 1, 1), 12_000);
  ok(pause(1, 1, 0) >= 100, 'never at once');
});

/**
 * How many of a crowd try in the same moments when the server that they all had comes back.
 * @param {number} crowd @param {number} outage ms that the server is away
 */
function comeback(crowd, outage) {
  const draw = random(crowd + outage);
  /** @type {number[]} */
  const arrivals = [];
  let tries = 0;
  for (let viewer = 0; viewer < crowd; viewer++) {
    let at = 0;
    for (let failures = 1; at < outage || failures === 1; failures++) {
      at += pause(failures, crowd, draw());
      tries++;
    }
    arrivals.push(at);
  }
  arrivals.sort((a, b) => a - b);
  let most = 0; // in any 100 ms
  for (let i = 0, j = 0; i < crowd; i++) {
    while (arrivals[i] - arrivals[j] > 100) j++;
    most = Math.max(most, i - j + 1);
  }
  return {most, last: arrivals[crowd - 1], tries: tries / crowd};
}

test('a thousand viewers do not stampede a server that was restarted', () => {
  for (const outage of [1500, 5000, 30_000]) {
    const {most, last, tries} = comeback(1000, outage);
    atMost(most, 100, `of 1000 within 100 ms after an outage of ${outage} ms`); // evenly over 3 s they would be 33
    atMost(last, outage + 13_000, `ms until all are back after ${outage} ms`);
    atMost(tries, 12, 'tries each');
  }
});

test('ten thousand spread over more time', () => {
  atMost(comeback(10_000, 4000).most, 120, 'of 10000 within 100 ms');
});

test('those whose server is gone while others are there are with these within 3 s', () => {
  for (const crowd of [3, 300, 3000, 10_000]) {
    const {most, last} = comeback(crowd, 0);
    atMost(last, 2200, `ms until all of ${crowd} try`);
    atMost(most, Math.max(crowd / 2, 560), `of ${crowd} within 100 ms`);
  }
});

test('two viewers are back soon', () => {
  atMost(comeback(2, 0).last, 450, 'ms after a stream was cut');
  atMost(comeback(2, 2000).last, 3700, 'ms after the cut, of which the server was away for 2 s');
});
