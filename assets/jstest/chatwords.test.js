import {leftAfter, lineFrom, tooLong} from '../js/chatdraft.js';
import {badge, continues, newMessages, titleWith} from '../js/chatwords.js';
import {findEmoji, replaceShortcodes} from '../js/emoji.js';
import {equal, ok, test} from './testing.js';

test('names of emoji become emoji, other words stay', () => {
  equal(replaceShortcodes('Hooray :tada::tada: at 1:23:45'), 'Hooray 🎉🎉 at 1:23:45');
  equal(replaceShortcodes(':+1: :nothing_of_that_kind: http://a:80/b:c'), '👍 :nothing_of_that_kind: http://a:80/b:c');
});

test('emoji are found by parts of their names, each once', () => {
  equal(findEmoji('popc').map(({emoji}) => emoji), ['🍿']);
  equal(findEmoji('heart blue').map(({name}) => name), ['blue heart']);
  equal(findEmoji(':thumbsup:').map(({emoji}) => emoji), ['👍']);
  const all = findEmoji('');
  equal(new Set(all.map(({emoji}) => emoji)).size, all.length, 'emoji');
  ok(all.length >= 150, `${all.length} emoji`);
});

test('a line is trimmed, counted in characters and told of near its end', () => {
  equal(lineFrom('  hello :wave: \n', replaceShortcodes), {text: 'hello 👋', left: 1993, near: false});
  equal(lineFrom('🎉'.repeat(1999), replaceShortcodes), {text: '🎉'.repeat(1999), left: 1, near: true});
  equal([tooLong(0), tooLong(-1)], ['', 'That is 1 character too long: a message has 2,000 at most.']);
});

test('what is written while a line is on its way stays', () => {
  equal([leftAfter('hi', 'hi'), leftAfter('hi there', 'hi'), leftAfter('other', 'hi')], ['', 'there', 'other']);
});

test('lines of one person within three minutes belong together, answers begin anew', () => {
  const line = {by: 'a', at: 1_000_000, quotes: false};
  equal(continues(null, line), false);
  equal(continues({...line, at: line.at - 179_000}, line), true);
  equal(continues({...line, at: line.at - 180_000}, line), false);
  equal(continues({...line, by: 'b'}, line), false);
  equal(continues(line, {...line, quotes: true}), false);
});

test('what was not read is counted in few letters', () => {
  equal([newMessages(1), newMessages(3), badge(7), badge(100)], ['1 new message', '3 new messages', '7', '99+']);
  equal([titleWith('Film', 0), titleWith('Film', 2)], ['Film', '(2) Film']);
});
