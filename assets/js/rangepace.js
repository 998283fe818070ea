// The seek bar of media-chrome moves with every frame, by a fraction of a pixel, and each time the whole page is laid out
// and painted for it. It is enough that it moves when the element tells its time, four times a second.

import {RangeAnimation} from '../third_party/media-chrome-4.19.4/dist/utils/range-animation.js';

RangeAnimation.prototype.start = () => {};
