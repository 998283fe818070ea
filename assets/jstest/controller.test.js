import {answer, catchUp, decide, forget, NUDGE, profiles, remember} from '../js/controller.js';
import {atMost, equal, normal, ok, random, test} from './testing.js';

/** What the engines do to time, as measured: noise of the position, film lost by leaving and taking the room's rate, seeks. */
const players = {
  chromium: {noise: 0.0006, leave: 0.020, back: -0.003, seek: [0.012, 0.030]},
  firefox: {noise: 0.007, leave: 0, back: 0, seek: [0.035, 0.045]},
  webkit: {noise: 0.0004, leave: 0.07, back: 0.07, seek: [0.05, 0.15]},
};

/**
 * Plays for `seconds` of simulated time.
 * @param {import('../js/types.js').EngineName} engine
 * @param {object} options
 * @param {number} [options.drift] s at the start
 * @param {number} [options.seconds]
 * @param {number} [options.skew] how much faster than the room the player's clock runs
 * @param {number} [options.lossy] share of rate writes that the element swallows
 * @param {{at: number, seconds: number}[]} [options.stalls]
 * @param {number} [options.late] most ms by which timers are late
 * @param {number} [options.rate] the room's
 * @param {number} [options.seed]
 */
function simulate(engine, {drift = 0, seconds = 60, skew = 1e-5, lossy = 0, stalls = [], late = 20, rate = 1, seed = 1}) {
  const draw = random(seed);
  const player = players[engine];
  let memory = remember(engine);
  let [current, position, seekUntil, seekLatency, fresh] = [rate, drift, -1, 0.02, -1];
  const history = [];
  let [writes, seeks] = [0, 0];
  for (let t = 0; t < seconds * 1000;) {
    const step = 100 + draw() * late;
    t += step;
    const stalled = t < seekUntil || stalls.some((s) => t / 1000 >= s.at && t / 1000 < s.at + s.seconds);
    position += step / 1000 * ((stalled ? 0 : current * (1 + skew)) - rate);
    if (stalled) {
      memory = forget(memory);
      fresh = t + 1500;
      continue;
    }
    history.push({t, drift: position});
    const sample = {engine, now: t, drift: position + normal(draw) * player.noise, rate, current, fresh: t < fresh};
    const decision = decide(memory, sample);
    memory = decision.memory;
    if (decision.rate !== undefined && draw() >= lossy) {
      ok(decision.rate >= rate * (1 - NUDGE) - 1e-9 && decision.rate <= rate * (1 + NUDGE) + 1e-9, `rate ${decision.rate} near ${rate}`);
      if (decision.rate !== current) {
        writes++;
        const spared = engine === 'chromium' && rate !== 1; // only leaving 1 costs there
        if (!spared) position -= current === rate ? player.leave : decision.rate === rate ? player.back : 0;
      }
      current = decision.rate;
    }
    if (decision.seek) {
      seeks++;
      const took = player.seek[0] + draw() * (player.seek[1] - player.seek[0]);
      position = (seekLatency - took) * rate;
      seekLatency -= 0.8 * position / rate;
      seekUntil = t + took * 1000;
      memory = forget(memory);
      fresh = t + 1500;
    }
  }
  return {history, writes, seeks};
}

/** @param {{t: number, drift: number}[]} history @param {number} from s */
function spread(history, from) {
  const drifts = history.filter(({t}) => t >= from * 1000).map(({drift}) => Math.abs(drift) * 1000).sort((a, b) => a - b);
  const at = (/** @type {number} */ p) => drifts[Math.min(drifts.length - 1, Math.floor(p * drifts.length))];
  return {median: at(0.5), p99: at(0.99), max: at(1)};
}

/** Most ms of drift in steady play, and seconds until it is reached from a small and from a medium drift. */
const goals = {
  chromium: {median: 6, p99: 12, medium: 6.5},
  firefox: {median: 10, p99: 22, medium: 8},
  webkit: {median: 75, p99: 100, medium: 10},
};

for (const engine of /** @type {(keyof typeof players)[]} */ (Object.keys(players))) {
  const goal = goals[engine];

  test(`${engine}: steady play stays near the room, with few rate writes`, () => {
    for (const [skew, rate] of [[1e-5, 1], [-1e-5, 1], [1e-4, 1], [-1e-3, 1], [3e-5, 1.5], [3e-5, 0.5], [3e-5, 2]]) {
      const {history, writes, seeks} = simulate(engine, {skew, rate, drift: 0.003});
      const {median, p99} = spread(history, 5);
      atMost(median, goal.median, `median drift at skew ${skew}, rate ${rate}`);
      // A clock that is off by a thousandth needs bursts all the time, and each costs what the engine loses.
      const most = Math.abs(skew) > 5e-4 ? goal.p99 + 15 : goal.p99 * Math.max(1, rate);
      atMost(p99, most, `p99 of the drift at skew ${skew}, rate ${rate}`);
      atMost(writes, Math.abs(skew) > 5e-4 ? 30 : 12, `rate writes at skew ${skew}, rate ${rate}`);
      equal(seeks, 0, 'seeks');
    }
  });

  test(`${engine}: small and medium drift is worked off without a storm of writes`, () => {
    for (const drift of [0.03, -0.03, 0.12, -0.12, 0.25, -0.25]) {
      for (const seed of [1, 2, 3]) {
        const {history, writes} = simulate(engine, {drift, seconds: 40, seed});
        atMost(spread(history, goal.medium).p99, goal.p99, `p99 after ${goal.medium} s from ${drift} s`);
        atMost(writes, 16, `rate writes from ${drift} s`);
      }
    }
  });

  test(`${engine}: large drift is one seek, or two`, () => {
    for (const drift of [1.5, -1.5, 6, -6, 3600]) {
      const {history, seeks} = simulate(engine, {drift, seconds: 30});
      ok(seeks >= 1, 'a seek');
      atMost(seeks, 2, `seeks from ${drift} s`);
      const back = history.find((sample) => Math.abs(sample.drift) < 0.1);
      atMost(back?.t ?? Infinity, 500, `ms until within 100 ms from ${drift} s`);
      atMost(spread(history, 12).p99, goal.p99, `p99 in the end from ${drift} s`);
    }
  });

  test(`${engine}: stalls are made good, and swallowed rate writes repeated`, () => {
    const {history, seeks} = simulate(engine, {stalls: [{at: 10, seconds: 0.4}, {at: 25, seconds: 3}], lossy: 0.5});
    atMost(spread(history, 42).p99, goal.p99, 'p99 in the end');
    atMost(seeks, 4, 'seeks');
  });

  test(`${engine}: late timers of a hidden tab neither storm nor diverge`, () => {
    const {history, writes, seeks} = simulate(engine, {late: 1800, drift: 0.4, seconds: 180});
    atMost(spread(history, 90).max, 160, 'most drift later on');
    atMost(writes, 90, 'rate writes');
    atMost(seeks, 1, 'seeks');
  });
}

test('seeks that do not help become rare', () => {
  let memory = remember('chromium');
  let seeks = 0;
  for (let now = 0; now < 60_000; now += 100) {
    const decision = decide(memory, {engine: 'chromium', now, drift: -5, rate: 1, current: 1});
    memory = decision.memory;
    if (decision.seek) seeks++;
  }
  atMost(seeks, 7, 'seeks in a minute that all fail');
  ok(seeks >= 4, 'it goes on trying');
});

test('a rate set by something else is put back at once', () => {
  const decision = decide(remember('chromium'), {engine: 'chromium', now: 0, drift: 0, rate: 1, current: 1.05});
  equal(decision.rate, 1);
});

test('a speed that something else sets is answered once', () => {
  const facts = {now: 1000, rate: 1, running: true};
  equal(answer(remember('firefox'), {...facts, engine: 'firefox'}).rate, 1, 'Firefox, where nothing is lost');
  equal(answer(remember('webkit'), {...facts, engine: 'webkit'}).rate, 1, 'WebKit, where each change loses');
  equal(answer(remember('chromium'), {...facts, engine: 'chromium', running: false}).rate, 1, 'Chromium, paused');
  equal(answer(remember('chromium'), {...facts, engine: 'chromium', rate: 1.5}).rate, 1.5, 'Chromium, at a speed that is left without loss');
  const first = answer(remember('chromium'), {...facts, engine: 'chromium'});
  equal(first.rate, 1 + NUDGE, 'Chromium makes good what was lost');
  equal(answer(first.memory, {...facts, engine: 'chromium'}).rate, first.rate, 'the same while that lasts');
  const end = first.memory.burst?.until ?? 0;
  const {rate} = decide(first.memory, {engine: 'chromium', now: end + 1, drift: 0, rate: 1, current: first.rate});
  equal(rate, 1, 'and then the room’s');
});

test('a start that comes too late begins faster', () => {
  const facts = {now: 0, rate: 1, behind: 0.04};
  const {memory, rate} = catchUp(remember('chromium'), {...facts, engine: 'chromium'});
  equal([rate, Math.round(memory.burst?.until ?? 0)], [1 + NUDGE, 800]);
  equal(catchUp(remember('webkit'), {...facts, engine: 'webkit'}).rate, 1, 'not where each change of the speed costs more');
  equal(catchUp(remember('firefox'), {...facts, engine: 'firefox', behind: 3}).rate, 1, 'not where it would take a minute');
});

test('what a burst really costs is learned, also of one that ends early', () => {
  for (const [cost, drift] of [[0.01, 0.02], [0.01, -0.02], [0.032, 0.02], [0.032, -0.02]]) {
    let memory = remember('chromium');
    for (let round = 0; round < 8; round++) {
      let [position, current] = [drift, 1];
      memory = {...forget(memory), restUntil: 0};
      for (let now = round * 20_000; now < round * 20_000 + 6000; now += 100) {
        position += 0.1 * (current - 1);
        const decision = decide(memory, {engine: 'chromium', now, drift: position, rate: 1, current});
        memory = decision.memory;
        if (decision.rate !== undefined && current === 1) position -= cost;
        current = decision.rate ?? current;
      }
      if (round > 5) atMost(Math.abs(position), 0.007, `s of drift left of ${drift} where a burst costs ${cost}`);
    }
    atMost(Math.abs(memory.cost - cost), 0.006, `s that the cost ${memory.cost} is beside ${cost}`);
  }
});

test('just after a jump of the picture a smaller drift is worth a seek', () => {
  const sample = {engine: /** @type {'chromium'} */ ('chromium'), drift: -0.4, rate: 1, current: 1};
  const seen = (/** @type {boolean} */ fresh) => {
    const first = decide(remember('chromium'), {...sample, now: 0, fresh});
    return decide(first.memory, {...sample, now: 100, fresh}).seek ?? false;
  };
  equal([seen(true), seen(false)], [true, false]);
});

test('one wild sample does not cause a seek', () => {
  let memory = remember('chromium');
  for (const drift of [0, 0, 4, 0, 0, 0]) {
    const decision = decide(memory, {engine: 'chromium', now: 0, drift, rate: 1, current: 1});
    memory = decision.memory;
    equal(decision.seek, undefined, 'seek');
  }
});

test('WebKit gets a burst of two writes, and then peace', () => {
  const {writes} = simulate('webkit', {drift: -0.2, seconds: 30});
  atMost(writes, 4, 'rate writes');
  ok(profiles.webkit.rest >= 5000, 'a rest between bursts');
});
