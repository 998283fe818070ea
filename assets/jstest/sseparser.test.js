import {SseParser} from '../js/sseparser.js';
import {equal, random, test} from './testing.js';

/** @param {string[]} pieces */
function parse(...pieces) {
  /** @type {string[][]} */
  const frames = [];
  const parser = new SseParser((name, data) => frames.push([name, data]));
  for (const piece of pieces) parser.push(piece);
  return frames;
}

/** @type {Record<string, [string, string[][]]>} what goes over the wire, and the frames in it */
const cases = {
  'a named frame': ['event: hello\ndata: {"seq":1}\n\n', [['hello', '{"seq":1}']]],
  'an id, before or after': ['id: 4\nevent: room\ndata: x\n\ndata: y\nevent: room\nid: 5\n\n', [['room', 'x'], ['room', 'y']]],
  'no name': ['data: x\n\n', [['message', 'x']]],
  'a name is for one frame': ['event: a\ndata: x\n\ndata: y\n\n', [['a', 'x'], ['message', 'y']]],
  'comments and padding': [`:${' '.repeat(2048)}\nretry: 1000\n\n:beat\n\nevent: a\n: in between\ndata: x\n\n`, [['a', 'x']]],
  'data of several lines': ['data: a\ndata:\ndata:  b\ndata\n\n', [['message', 'a\n\n b\n']]],
  'CR LF': ['event: a\r\ndata: x\r\n\r\nevent: b\r\ndata: y\r\n\r\n', [['a', 'x'], ['b', 'y']]],
  'CR': ['event: a\rdata: x\r\rdata: y\r\rdata: z', [['a', 'x'], ['message', 'y']]],
  'a byte order mark': ['\uFEFFevent: a\ndata: x\n\n', [['a', 'x']]],
  'a mark in the middle is text': ['data: \uFEFF\n\n\uFEFFdata: x\ndata: y\n\n', [['message', '\uFEFF'], ['message', 'y']]],
  'a frame without data': ['event: a\n\nid: 3\n\ndata: x\n\n', [['message', 'x']]],
  'empty data is data': ['event: a\ndata:\n\n', [['a', '']]],
  'colons in data, no space': ['data:a: b\n\n', [['message', 'a: b']]],
  'unknown fields, names in other case': ['foo: 1\nDATA: 2\n data: 3\ndata: x\n\n', [['message', 'x']]],
  'what is not finished': ['data: x\n\ndata: y\n', [['message', 'x']]],
  'any character': ['data: 日本 😀 \u2028 \0\n\n', [['message', '日本 😀 \u2028 \0']]],
};

for (const [name, [wire, want]] of Object.entries(cases)) {
  test(name, () => {
    equal(parse(wire), want, 'in one piece');
    equal(parse(...wire), want, 'character by character');
    for (let i = 0; i <= wire.length; i++) equal(parse(wire.slice(0, i), '', wire.slice(i)), want, `cut at ${i}`);
  });
}

test('many frames in pieces of any size', () => {
  const draw = random(7);
  const want = Array.from({length: 500}, (_, i) => ['room', JSON.stringify({seq: i, html: 'x'.repeat(draw() * 300)})]);
  const wire = want.map(([name, data]) => `event: ${name}${draw() < 0.5 ? '\r' : ''}\ndata: ${data}\n\n`).join('');
  const pieces = [];
  for (let i = 0; i < wire.length;) {
    const size = 1 + Math.floor(draw() * 900);
    pieces.push(wire.slice(i, i + size));
    i += size;
  }
  equal(parse(...pieces), want);
});
