// Names of the player's controls that are not what they show: whoever speaks to a computer says what is to be seen.

import {t} from './words.js';

/**
 * The button of the speed shows "1x", and media-chrome names it "Playback rate 1".
 * @param {HTMLElement} button the media-playback-rate-menu-button
 */
export function labelRate(button) {
  const label = () => {
    const name = t('Playback rate {rate}x', {rate: button.getAttribute('mediaplaybackrate') ?? 1});
    if (button.getAttribute('aria-label') !== name) button.setAttribute('aria-label', name);
  };
  new MutationObserver(label).observe(button, {attributes: true, attributeFilter: ['aria-label', 'mediaplaybackrate']});
  label();
}
