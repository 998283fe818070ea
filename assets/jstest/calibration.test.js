import {Calibration} from '../js/calibration.js';
import {equal, near, test} from './testing.js';

const defaults = {start: 10, restart: 20, silent: 15, lead: 200, leadOff: 20, fetch: 400, fetchOff: 40, again: 100, againOff: 10, hop: 0.03, cost: 0.018};

test('what was learned is there for the next page, within reason', () => {
  localStorage.clear();
  equal(new Calibration(defaults).values, defaults);
  const first = new Calibration(defaults);
  first.ready('lead', 100);
  first.ready('fetch', 500);
  first.keep(0.02);
  equal(new Calibration(defaults).values, {...defaults, lead: 175, leadOff: 40, fetch: 425, fetchOff: 55, cost: 0.02});
  localStorage.setItem('goblet:calibration', '{"start":-5,"restart":500,"lead":1e9,"hop":"1","cost":null}');
  equal(new Calibration(defaults).values, {...defaults, start: 0, restart: 300, lead: 2000});
  for (const spoilt of ['{', 'null', '[]', '"x"', '{"start":"1"}']) {
    localStorage.setItem('goblet:calibration', spoilt);
    equal(new Calibration(defaults).values, defaults, spoilt);
  }
  localStorage.clear();
});

test('starts and hops come nearer with every one', () => {
  for (const [of, takes, scale] of /** @type {['start'|'restart'|'hop', number, number][]} */ ([['start', 60, 1000], ['restart', 90, 1000], ['hop', 0.12, 1]])) {
    const calibration = new Calibration(defaults);
    for (let i = 0, now = 0; i < 8; i++, now += 5000) {
      calibration.aimed(of, now);
      const early = (calibration.values[of] - takes) / scale;
      calibration.judge(now + 100, 9); // too soon to say
      calibration.judge(now + 400, early);
      calibration.judge(now + 500, 9); // judged once
    }
    near(calibration.values[of], takes, takes / 50, of);
  }
});

test('a start that was made late is not taken for a slow one', () => {
  const calibration = new Calibration(defaults);
  calibration.aimed('start', 0, 0.04);
  calibration.judge(400, -0.04);
  equal(calibration.values.start, 10);
});

test('starved and spoilt starts teach nothing', () => {
  const calibration = new Calibration(defaults);
  calibration.aimed('start', 0);
  calibration.judge(400, -2);
  calibration.aimed('start', 0);
  calibration.spoilt();
  calibration.judge(400, -0.05);
  equal(calibration.values, defaults);
});

test('the first seek of a film is expected to take as long as the film took to begin, later ones are not', () => {
  const learned = new Calibration(defaults, {get: () => null, set: () => {}});
  equal([learned.allow('lead'), learned.allow('fetch')], [250, 490]);
  learned.begun(600);
  equal([learned.allow('lead'), learned.allow('fetch')], [250, 600]);
  learned.ready('fetch', 500);
  equal(learned.allow('fetch'), 490, 'and nothing is learned from the first');
  learned.begun(60_000);
  equal(learned.allow('fetch'), 3000, 'within bounds');
});

test('seeks that always take as long need hardly a reserve, and those that differ have a large one', () => {
  const steady = new Calibration(defaults, {get: () => null, set: () => {}});
  const varied = new Calibration(defaults, {get: () => null, set: () => {}});
  for (let i = 0; i < 40; i++) {
    steady.ready('lead', 300);
    varied.ready('lead', i % 2 ? 200 : 400);
  }
  near(steady.allow('lead'), 320, 2);
  near(varied.allow('lead'), 510, 40);
});
