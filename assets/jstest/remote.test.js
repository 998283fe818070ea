import {keyName} from '../js/remote.js';
import {nearest} from '../js/spatial.js';
import {isTelevision} from '../js/television.js';
import {WakeLock} from '../js/wakelock.js';
import {equal, sleep, test} from './testing.js';

test('televisions are known by their names, computers and phones are none', () => {
  const table = [
    ['Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 WebAppManager', true],
    ['Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) 108.0.5359.1/8.0 TV Safari/537.36', true],
    ['Mozilla/5.0 (Linux; Android 12; AFTKA) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.4.1 like Chrome/120.0.0.0 Safari/537.36', true],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', false],
    ['Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36', false],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', false],
  ];
  for (const [agent, want] of table) equal(isTelevision(String(agent)), want, String(agent));
});

test('keys of remotes have one name each', () => {
  const names = [['Unidentified', 415], ['Unidentified', 10_252], ['GoBack', 0], ['XF86Back', 10_009], ['BrowserBack', 0], ['ArrowUp', 38], ['Enter', 13]]
    .map(([key, keyCode]) => keyName({key: String(key), keyCode: Number(keyCode)}));
  equal(names, ['MediaPlay', 'MediaPlayPause', 'GoBack', 'GoBack', 'GoBack', 'ArrowUp', 'Enter']);
});

test('the focus goes to what is next in the direction of the arrow, and to nothing behind it', () => {
  const box = (/** @type {number} */ left, /** @type {number} */ top, width = 100, height = 40) => ({left, top, right: left + width, bottom: top + height});
  // 0 1 2 in a row, 3 a wide one below, 4 far to the right of 3 and nearer by the eye
  const boxes = [box(0, 0), box(120, 0), box(240, 0), box(0, 100, 340), box(380, 60)];
  const from = (/** @type {number} */ i, /** @type {any} */ arrow) => {
    const others = boxes.map((_, j) => j).filter((j) => j !== i);
    const at = nearest(boxes[i], others.map((j) => boxes[j]), arrow);
    return at < 0 ? -1 : others[at];
  };
  equal([from(0, 'ArrowRight'), from(1, 'ArrowRight'), from(1, 'ArrowLeft'), from(0, 'ArrowLeft'), from(0, 'ArrowUp')], [1, 2, 0, -1, -1]);
  equal([from(0, 'ArrowDown'), from(2, 'ArrowDown'), from(3, 'ArrowUp'), from(3, 'ArrowRight')], [3, 3, 1, 4]);
});

/** Stands for a video: a test has no film. */
class Video extends EventTarget {
  paused = true;

  /** @param {boolean} paused */
  set(paused) {
    this.paused = paused;
    this.dispatchEvent(new Event(paused ? 'pause' : 'playing'));
  }
}

/** Stands for the system, which headless browsers don't ask. */
class System {
  granted = 0;
  held = 0;

  async request() {
    this.granted++;
    this.held++;
    const lock = Object.assign(new EventTarget(), {
      release: async () => {
        this.held--;
        lock.dispatchEvent(new Event('release'));
      },
    });
    return lock;
  }
}

test('the screen stays awake while the film plays before somebody, and no longer', async () => {
  const video = new Video();
  const system = new System();
  let joined = false;
  const lock = new WakeLock(/** @type {any} */ (video), () => joined, system);
  video.set(false);
  await sleep(0);
  equal([lock.held, system.held], [false, 0], 'before joining');
  joined = true;
  await lock.look();
  video.set(false);
  await sleep(0);
  equal([lock.held, system.held, system.granted], [true, 1, 1], 'playing');
  video.set(true);
  await sleep(0);
  equal([lock.held, system.held], [false, 0], 'paused');
  video.set(false);
  video.set(true); // before the lock was granted
  await sleep(0);
  equal([lock.held, system.held], [false, 0], 'paused at once');
});
