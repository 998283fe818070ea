import {whenOpened} from '../js/later.js';
import {equal, ok, test, until} from './testing.js';

test('what is sent in a dialog before its script is there waits for it', async () => {
  const dialog = document.createElement('dialog');
  dialog.innerHTML = '<form><input name="question"><button>Ask</button></form>';
  document.body.append(dialog);
  /** @type {(value?: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => { arrive = resolve; });
  let taken = 0;
  const later = whenOpened(dialog, async () => {
    await arrived;
    dialog.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault();
      taken++;
    });
    return 'here';
  });
  const address = location.href;
  dialog.show();
  dialog.querySelector('button')?.click();
  equal(taken, 0);
  arrive();
  await until(() => taken === 1, 'the poll is taken');
  equal(later.part, 'here');
  ok(location.href === address, 'the page was left');
  dialog.querySelector('button')?.click();
  equal(taken, 2, 'and from then on at once');
  dialog.remove();
});
