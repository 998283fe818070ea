import {addressOf, fieldsOf} from '../js/filmaddress.js';
import {rowAfter} from '../js/filmkeys.js';
import {startFilmList} from '../js/filmlist.js';
import {equal, test} from './testing.js';

/** Boxes of rows in lines of some columns. @param {number} count @param {number} columns */
const boxes = (count, columns) => Array.from({length: count}, (_, i) => (
  {left: 100 * (i % columns), top: 80 * Math.floor(i / columns), width: 90, height: 70}));

test('arrow keys go through a list of films', () => {
  const list = boxes(3, 1);
  equal(rowAfter(list, 0, 'ArrowDown', false), 1);
  equal(rowAfter(list, 2, 'ArrowDown', false), 2);
  equal(rowAfter(list, 1, 'ArrowUp', false), 0);
  equal(rowAfter(list, 0, 'ArrowUp', false), -1);
  equal(rowAfter(list, 1, 'ArrowLeft', false), undefined);
  equal(rowAfter(list, 1, 'End', false), 2);
  equal(rowAfter(list, 1, 'Home', false), 0);
  equal(rowAfter(list, 1, 'k', false), undefined);
  equal(rowAfter(list, -1, 'ArrowDown', false), undefined);
});

test('arrow keys go through a grid of films, in both directions of writing', () => {
  const grid = boxes(8, 3);
  equal(rowAfter(grid, 1, 'ArrowDown', false), 4);
  equal(rowAfter(grid, 4, 'ArrowUp', false), 1);
  equal(rowAfter(grid, 5, 'ArrowDown', false), 7);
  equal(rowAfter(grid, 7, 'ArrowDown', false), 7);
  equal(rowAfter(grid, 2, 'ArrowUp', false), -1);
  equal(rowAfter(grid, 3, 'ArrowRight', false), 4);
  equal(rowAfter(grid, 5, 'ArrowRight', false), undefined);
  equal(rowAfter(grid, 3, 'ArrowRight', true), undefined);
  equal(rowAfter(grid, 3, 'ArrowLeft', true), 4);
  equal(rowAfter(grid, 7, 'ArrowRight', false), undefined);
});

test('the library page’s address says what is looked at', () => {
  equal(addressOf({}), '');
  equal(addressOf({q: '  ', folder: '', sort: ''}), '');
  equal(addressOf({q: ' wire & co ', folder: 'Séries/A', sort: 'newest'}), '?q=wire+%26+co&folder=S%C3%A9ries%2FA&sort=newest');
  equal(fieldsOf('?folder=S%C3%A9ries%2FA&x=1'), {q: '', folder: 'Séries/A', sort: ''});
});

const row = (/** @type {string} */ id) => `<div id="film-${id}" class="film-row" data-film="${id}"><button type="button" class="film-choice" value="${id}"><span class="film-now" hidden>now</span>${id}</button></div>`;

test('the focus stays in the list of films when a row goes, and the film that is on is marked in rows that come', async () => {
  const place = document.createElement('div');
  place.innerHTML = `<form id="film-browse"><input name="q"></form><div id="film-list"><input id="film-folder" type="hidden" value=""><div id="film-rows">${row('a')}${row('b')}${row('c')}</div></div>`;
  document.body.append(place);
  const button = (/** @type {string} */ id) => /** @type {HTMLElement} */ (place.querySelector(`#film-${id} button`));
  const settle = () => new Promise((done) => setTimeout(done));
  const films = startFilmList();
  films.playing('d');
  button('b').focus();
  document.dispatchEvent(new CustomEvent('goblet:removed', {detail: 'b'}));
  await settle();
  equal(document.activeElement === button('c'), true);
  place.querySelector('#film-rows')?.insertAdjacentHTML('beforeend', row('d'));
  await settle();
  equal(button('d').getAttribute('aria-current'), 'true');
  equal(/** @type {HTMLElement} */ (button('d').querySelector('.film-now')).hidden, false);
  films.playing('a');
  equal(button('d').hasAttribute('aria-current'), false);
  equal(button('a').getAttribute('aria-current'), 'true');
  button('c').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowUp', bubbles: true, cancelable: true}));
  equal(document.activeElement === button('a'), true);
  button('a').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowUp', bubbles: true, cancelable: true}));
  equal(document.activeElement === place.querySelector('input[name=q]'), true);
  place.remove();
});
