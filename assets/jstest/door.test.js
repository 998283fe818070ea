import {startExpel} from '../js/expel.js';
import {Knocks} from '../js/knocks.js';
import {withdrawOffers} from '../js/toasts.js';
import {equal, ok, test, until} from './testing.js';

/** @param {string} html */
function stage(html) {
  document.body.insertAdjacentHTML('beforeend', `<main>${html}<div class="toasts"></div></main>`);
  const main = /** @type {HTMLElement} */ (document.body.lastElementChild);
  const toasts = /** @type {HTMLElement} */ (main.querySelector('.toasts'));
  /** @type {string[]} */
  const posts = [];
  const post = async (/** @type {string} */ verb, /** @type {Record<string, string>} */ fields) => {
    posts.push(`${verb} ${JSON.stringify(fields)}`);
    return true;
  };
  return {main, toasts, posts, post};
}

test('who asks to come in is offered once, and no longer than they ask', async () => {
  const {main, toasts, posts, post} = stage('<section></section>');
  const card = /** @type {HTMLElement} */ (main.querySelector('section'));
  const texts = () => [...toasts.querySelectorAll('.toast span')].map(({textContent}) => textContent);
  new Knocks('/r/x', card, toasts, post, true);
  card.innerHTML = '<li data-knock="sam" data-name="Sam"></li><li data-knock="eve" data-name="<b>Eve" data-back></li>';
  await until(() => texts().length === 2, 'two toasts');
  equal(texts(), ['Sam asks to come in.', '<b>Eve asks to come back.']);
  withdrawOffers(toasts);
  equal(texts().length, 2, 'another film is on: they still ask');
  const [letIn, away] = toasts.querySelectorAll('button');
  away.click();
  equal([letIn.textContent, posts, texts().length], ['Let in', ['turnaway {"viewer":"sam"}'], 1]);
  card.innerHTML = '<li data-knock="eve" data-name="Eve" data-back></li>';
  await Promise.resolve();
  equal(texts().length, 1, 'said once');
  card.innerHTML = '';
  await until(() => texts().length === 0, 'nobody asks');
  main.remove();
});

test('the dialog asks for how long, and the address only for good', async () => {
  const {main, toasts, posts, post} = stage(`<button data-expel="jon" data-name="Jon"></button>
    <dialog id="expel"><form method="dialog"><span data-name></span><input type="radio" name="ban" value="false" checked><input type="radio" name="ban" value="true">
    <input type="checkbox" name="address" value="true"><button value="cancel"></button><button value="expel"></button></form></dialog>`);
  const told = startExpel(main, toasts, 'maya', post);
  const [opener, cancel, yes] = main.querySelectorAll('button');
  const [, forGood, address] = main.querySelectorAll('input');
  const dialog = /** @type {HTMLDialogElement} */ (main.querySelector('dialog'));
  const closed = () => new Promise((resolve) => dialog.addEventListener('close', resolve, {once: true}));
  opener.click();
  equal([dialog.open, dialog.querySelector('span')?.textContent, address.disabled], [true, 'Jon', true]);
  let over = closed();
  cancel.click();
  await over;
  equal(posts, []);
  opener.click();
  over = closed();
  yes.click();
  await over;
  opener.click();
  forGood.click();
  ok(!address.disabled, 'for good, the address may be kept out');
  address.click();
  over = closed();
  yes.click();
  await over;
  opener.click();
  ok(!address.checked && address.disabled, 'the next one begins anew');
  dialog.close('cancel');
  equal(posts, ['expel {"viewer":"jon","ban":"false","address":"false"}', 'expel {"viewer":"jon","ban":"true","address":"true"}']);

  toasts.innerHTML = '<div class="toast" data-seq="9">Maya put Jon out</div>';
  const event = /** @type {any} */ ({seq: 9, kind: 'expel', by: {id: 'maya'}, to: {id: 'jon', name: 'Jon'}});
  told({...event, seq: 8, by: {id: 'ann'}});
  equal(toasts.querySelectorAll('button').length, 0, 'what others did is theirs to undo');
  told(event);
  equal(toasts.textContent, 'You put Jon out.Undo');
  toasts.querySelector('button')?.click();
  equal(posts[2], 'restore {"viewer":"jon"}');
  main.remove();
});
