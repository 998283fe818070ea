import {equal, test} from './testing.js';
import {chosen} from '../js/subtitles.js';

const list = [
  {label: 'Deutsch', language: 'de', url: ''},
  {label: 'English', language: 'en', url: ''},
  {label: 'forced', language: '', url: ''},
];

test('subtitles are chosen by the language that was on last, else by their label', () => {
  equal(chosen(list, 'en'), 1);
  equal(chosen(list, 'forced'), 2);
  equal(chosen(list, 'fr'), -1);
  equal(chosen(list, ''), -1);
});
