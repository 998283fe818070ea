// The dialog that tells a viewer how far in step the own player is. It looks only while it is open.

import {bugReport, connectionFacts, curve} from './connectionfacts.js';
import {amount, doing} from './doing.js';
import {say} from './viewerstatus.js';

/** Between two looks, ms. */
const EVERY = 500;
const BOX = {width: 240, height: 64};

/**
 * @param {HTMLDialogElement} dialog
 * @param {import('./driftlog.js').DriftLog} log
 * @param {() => {sources: import('./connectionfacts.js').Sources, learned?: Record<string, number>}} look
 */
export function startConnectionDialog(dialog, log, look) {
  let timer = 0;
  const copy = /** @type {HTMLElement} */ (dialog.querySelector('[data-copy]'));
  const line = /** @type {SVGPathElement} */ (dialog.querySelector('.drift-path'));
  const show = () => {
    const {sources, learned} = look();
    const facts = connectionFacts(sources);
    const {path, scale} = curve(log.samples, performance.now(), BOX);
    line.setAttribute('d', path);
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll('[data-fact]'))) {
      const name = element.dataset.fact ?? '';
      say(element, name === 'scale' ? `± ${amount(scale)}` : facts[name] ?? '');
      if (name === 'reason') element.hidden = !facts.reason;
    }
    dialog.dataset.doing = doing(sources.player).kind;
    copy.dataset.copy = bugReport(facts, log.summary(), {agent: navigator.userAgent, at: new Date(), learned});
  };
  const opened = () => {
    clearInterval(timer);
    if (!dialog.open) return;
    show();
    timer = window.setInterval(show, EVERY);
  };
  new MutationObserver(opened).observe(dialog, {attributeFilter: ['open']});
  opened();
}
