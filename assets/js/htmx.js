// The one place that knows which htmx is vendored, and how it is set up.

// @ts-ignore: minified, without types
import vendored from '../third_party/htmx-4.0.1/htmx.esm.min.js';

/** @type {any} */
const htmx = vendored;

/** The Content-Security-Policy forbids eval, so no attribute may need it. */
function refuse() {
  throw new Error('Goblet does not evaluate code from attributes');
}

htmx.config.history = false;
htmx.registerExtension('no-eval', {
  /** @param {{initSecurity: Function}} api */
  init: (api) => api.initSecurity(null, refuse, refuse),
});

export default htmx;
