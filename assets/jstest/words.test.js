import {said, t, tn} from '../js/words.js';
import {equal, test} from './testing.js';

/** @param {any} words @param {() => void} check */
function speaking(words, check) {
  /** @type {any} */ (globalThis).gobletWords = words;
  try {
    check();
  } finally {
    delete /** @type {any} */ (globalThis).gobletWords;
  }
}

test('what has no translation is said in English', () => {
  equal(t('{name} is typing…', {name: 'Maya'}), 'Maya is typing…');
  equal(tn(1, '{n} film', '{n} films'), '1 film');
  equal(tn(2, '{n} film', '{n} films'), '2 films');
});

test('a translation puts values where its language has them', () => {
  speaking({'{a} then {b}': '{b} nach {a}'}, () => equal(t('{a} then {b}', {a: 1, b: 2}), '2 nach 1'));
  speaking({Yes: 'Ja'}, () => equal(said('Yes'), 'Ja'));
});

test('what counts takes the form of its number', () => {
  speaking({'{n} films': {one: '{n} Film', other: '{n} Filme'}}, () => {
    equal(tn(1, '{n} film', '{n} films'), '1 Film');
    equal(tn(0, '{n} film', '{n} films'), '0 Filme');
  });
});

test('a value that looks like another is left as it is', () => {
  equal(t('{a} and {b}', {a: '{b}', b: '$&'}), '{b} and $&');
});
