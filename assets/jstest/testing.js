// A test runner of a few lines: test() registers, run() runs all and returns what failed.

/** @type {{name: string, body: () => void|Promise<void>}[]} */
const tests = [];

/** @param {string} name @param {() => void|Promise<void>} body */
export function test(name, body) {
  tests.push({name, body});
}

/** @param {string[]} files */
export async function run(files) {
  for (const file of files) await import(`./${file}`);
  const results = [];
  for (const {name, body} of tests) {
    let error = '';
    try {
      await body();
    } catch (e) {
      error = e instanceof Error ? `${e.message}\n${e.stack}` : String(e);
    }
    results.push({name, error});
  }
  return results;
}

/** @param {unknown} got @param {unknown} want @param {string} [what] */
export function equal(got, want, what = 'value') {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  if (a !== b) throw new Error(`${what}: got ${a}, want ${b}`);
}

/** @param {number} got @param {number} want @param {number} within @param {string} [what] */
export function near(got, want, within, what = 'value') {
  if (!(Math.abs(got - want) <= within)) throw new Error(`${what}: got ${got}, want ${want} ± ${within}`);
}

/** @param {number} got @param {number} limit @param {string} [what] */
export function atMost(got, limit, what = 'value') {
  if (!(got <= limit)) throw new Error(`${what}: got ${got}, want at most ${limit}`);
}

/** @param {unknown} value @param {string} what */
export function ok(value, what) {
  if (!value) throw new Error(`${what}: got ${value}`);
}

/** Random numbers that are the same in every run. @param {number} seed @returns {() => number} in [0, 1) */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A normally distributed number. @param {() => number} draw */
export function normal(draw) {
  return Math.sqrt(-2 * Math.log(draw() || 1e-9)) * Math.cos(2 * Math.PI * draw());
}

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for a condition. @param {() => unknown} condition @param {string} what */
export async function until(condition, what) {
  const end = performance.now() + 10_000;
  while (!condition()) {
    ok(performance.now() < end, `${what} within 10 s`);
    await sleep(10);
  }
}
