// The elements of media-chrome that the room's page has, and no others: all of them are a quarter larger.

import './headstart.js';
import './playerwords.js';
import './rangepace.js';
import '../third_party/media-chrome-4.19.4/dist/media-controller.js';
import '../third_party/media-chrome-4.19.4/dist/media-control-bar.js';
import '../third_party/media-chrome-4.19.4/dist/media-loading-indicator.js';
import '../third_party/media-chrome-4.19.4/dist/media-time-range.js';
import '../third_party/media-chrome-4.19.4/dist/media-play-button.js';
import '../third_party/media-chrome-4.19.4/dist/media-seek-backward-button.js';
import '../third_party/media-chrome-4.19.4/dist/media-seek-forward-button.js';
import '../third_party/media-chrome-4.19.4/dist/media-mute-button.js';
import '../third_party/media-chrome-4.19.4/dist/media-volume-range.js';
import '../third_party/media-chrome-4.19.4/dist/media-time-display.js';
import '../third_party/media-chrome-4.19.4/dist/media-pip-button.js';
import '../third_party/media-chrome-4.19.4/dist/media-fullscreen-button.js';
import '../third_party/media-chrome-4.19.4/dist/menu/media-chrome-menu.js';
import '../third_party/media-chrome-4.19.4/dist/menu/media-chrome-menu-item.js';
import '../third_party/media-chrome-4.19.4/dist/menu/media-chrome-menu-button.js';
import '../third_party/media-chrome-4.19.4/dist/menu/media-captions-menu.js';
import '../third_party/media-chrome-4.19.4/dist/menu/media-captions-menu-button.js';
import '../third_party/media-chrome-4.19.4/dist/menu/media-playback-rate-menu.js';
import '../third_party/media-chrome-4.19.4/dist/menu/media-playback-rate-menu-button.js';
