// What media-chrome says, in the page's language. It must come before its elements, which say it when they are made.

// @ts-ignore: without types
import {addTranslation, setLanguage} from '../third_party/media-chrome-4.19.4/dist/utils/i18n.js';
import {language, t} from './words.js';

if (!language.startsWith('en-')) {
  const [play, pause, mute, unmute] = [t('Play'), t('Pause'), t('Mute'), t('Unmute')];
  const [full, window] = [t('Enter full screen'), t('Leave full screen')];
  const [pip, page] = [t('Enter picture in picture'), t('Leave picture in picture')];
  addTranslation(language, {
    Play: play, play, Pause: pause, pause, Mute: mute, mute, Unmute: unmute, unmute,
    'Enter fullscreen mode': full, 'enter fullscreen mode': full, 'Exit fullscreen mode': window, 'exit fullscreen mode': window,
    'Enter picture in picture mode': pip, 'enter picture in picture mode': pip,
    'Exit picture in picture mode': page, 'exit picture in picture mode': page,
    'Seek backward': t('Seek backward'), 'Seek forward': t('Seek forward'),
    'seek back {seekOffset} seconds': t('Back by {seekOffset} seconds'), 'seek forward {seekOffset} seconds': t('Forward by {seekOffset} seconds'),
    Captions: t('Subtitles'), 'closed captions': t('Subtitles'), Off: t('Off'),
    'Playback rate': t('Speed'), 'video player': t('Player'), volume: t('Volume'), seek: t('Position'),
    'playback time': t('Time'), 'media loading': t('The film is loading'), 'chapter: {chapterName}': t('Chapter: {chapterName}'),
    hour: t('hour'), hours: t('hours'), minute: t('minute'), minutes: t('minutes'), second: t('second'), seconds: t('seconds'),
    '{time} remaining': t('{time} left'), '{currentTime} of {totalTime}': t('{currentTime} of {totalTime}'),
    'video not loaded, unknown time.': t('The film is not loaded.'),
  });
  setLanguage(language);
}
