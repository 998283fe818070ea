import {nextChunk} from '../js/uploadplan.js';
import {Rate, chunkSize, progressText, sizeText, timeText} from '../js/uploadrate.js';
import {equal, near, random, test} from './testing.js';

test('the next chunk is what the server asks for', () => {
  equal(nextChunk({offset: 100, length: 1000}, [], 300), {offset: 100, length: 300});
  equal(nextChunk({offset: 100, length: 200}, [], 300), {offset: 100, length: 200});
  equal(nextChunk(null, [], 300), null);
});

test('what is on its way is not sent twice', () => {
  equal(nextChunk({offset: 100, length: 1000}, [{offset: 100, length: 300}], 300), {offset: 400, length: 300});
  equal(nextChunk({offset: 100, length: 1000}, [{offset: 0, length: 250}, {offset: 250, length: 300}], 300), {offset: 550, length: 300});
  equal(nextChunk({offset: 100, length: 300}, [{offset: 50, length: 400}], 300), null);
  equal(nextChunk({offset: 100, length: 1000}, [{offset: 200, length: 300}], 300), {offset: 100, length: 100});
});

test('a film is sent whole, whatever the answers', () => {
  const draw = random(3);
  for (let round = 0; round < 50; round++) {
    const size = 1 + Math.floor(draw() * 5000);
    const there = new Uint8Array(size);
    const gap = (from = 0) => {
      let offset = there.indexOf(0, from);
      if (offset < 0) offset = there.indexOf(0);
      if (offset < 0) return null;
      const end = there.indexOf(1, offset);
      return {offset, length: (end < 0 ? size : end) - offset};
    };
    const sending = new Set();
    let sent = 0;
    while (there.includes(0)) {
      const chunk = sending.size < 2 ? nextChunk(gap(Math.floor(draw() * size)), sending, 1 + Math.floor(draw() * 900)) : null;
      if (chunk) {
        sending.add(chunk);
      } else {
        const [done] = Array.from(sending).sort(() => draw() - 0.5);
        sending.delete(done);
        there.fill(1, done.offset, done.offset + done.length);
        sent += done.length;
      }
    }
    equal(sent <= size, true, 'no byte is sent twice');
  }
});

test('chunks take about 0.3 s and stay within their bounds', () => {
  equal(chunkSize(1e6, 2), 150_000);
  equal(chunkSize(1, 2), 64 * 1024);
  equal(chunkSize(1e12, 2), 32 * 1024 * 1024);
  equal(chunkSize(0, 2), 128 * 1024);
});

test('the rate is that of the last seconds', () => {
  const rate = new Rate();
  rate.start(0);
  equal(rate.value(100), 0);
  for (let at = 300; at <= 6000; at += 300) rate.add(150_000, at);
  near(rate.value(6000), 500_000, 1000);
  for (let at = 6300; at <= 30_000; at += 300) rate.add(300_000, at);
  near(rate.value(30_000), 1_000_000, 40_000);
});

test('progress is said as people say it', () => {
  equal(sizeText(850e6), '850 MB');
  equal(sizeText(4.72e9), '4.7 GB');
  equal([timeText(3), timeText(42), timeText(130), timeText(3600), timeText(8000)], ['5 s', '40 s', '2 min', '1 h', '2 h 13 min']);
  equal(progressText(340e6, 1e9, 2e6), '34 % of 1.0 GB · 2.0 MB/s · 6 min left');
  equal(progressText(0, 1e9, 0), '0 % of 1.0 GB');
});
