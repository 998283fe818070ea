// How a viewer is known: the dialog in which that is chosen, and the places where one sees one's own face.

import {t} from './words.js';

/** @typedef {{name: string, color: string, emoji: string}} Profile */

/** What an avatar shows. Pure; views/text.go does the same. @param {{name: string, emoji?: string}} profile */
export function faceOf({name, emoji}) {
  if (emoji) return emoji;
  const [first = '?'] = name.trim().match(/^.\p{M}*/su) ?? [];
  return first.toLocaleUpperCase();
}

/** Shows a profile in an avatar. @param {Element|null|undefined} avatar @param {{name: string, color?: string, emoji?: string}} profile */
export function paint(avatar, profile) {
  if (!avatar) return;
  avatar.className = `avatar ${profile.color ?? 'hue-0'}${profile.emoji ? ' is-emoji' : ''}`;
  avatar.textContent = faceOf(profile);
}

/** Shows who one is wherever the page says so. @param {ParentNode} page @param {{name: string, color?: string, emoji?: string}} me */
export function showMe(page, me) {
  for (const place of page.querySelectorAll('[data-my-face]')) paint(place.querySelector('.avatar'), me);
  for (const place of page.querySelectorAll('[data-my-name]')) {
    if (place.textContent !== me.name) place.textContent = me.name;
  }
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {(profile: Profile) => Promise<string>} save returns why not, '' when it was saved
 * @param {(profile: Profile) => void} saved
 */
export function startProfile(dialog, save, saved) {
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form[action]'));
  const problem = /** @type {HTMLElement} */ (dialog.querySelector('.you-problem'));
  const name = /** @type {HTMLInputElement} */ (form.elements.namedItem('name'));
  let kept = chosen(form);

  form.addEventListener('input', () => {
    say('');
    preview();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const profile = chosen(form);
    if (!profile.name) return say(t('A name needs at least one letter.'));
    const why = await save(profile);
    if (why) return say(why);
    kept = profile;
    saved(profile);
    if (dialog.open) dialog.close();
  });
  dialog.addEventListener('close', () => { // what was not saved is forgotten
    say('');
    name.value = kept.name;
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('[type=radio]'))) {
      field.checked = field.value === kept[/** @type {'color'|'emoji'} */ (field.name)];
    }
    preview();
  });

  /** @param {string} why */
  function say(why) {
    problem.textContent = why;
    problem.hidden = why === '';
    if (why) {
      name.setAttribute('aria-invalid', 'true');
      if (dialog.open) name.focus();
    } else name.removeAttribute('aria-invalid');
  }

  function preview() {
    const profile = chosen(form);
    paint(dialog.querySelector('[data-preview] .avatar'), profile);
    const letter = dialog.querySelector('[data-letter]');
    if (letter) letter.textContent = faceOf({name: profile.name});
  }
}

/** @param {HTMLFormElement} form @returns {Profile} */
function chosen(form) {
  const fields = new FormData(form);
  const field = (/** @type {string} */ key) => String(fields.get(key) ?? '').trim();
  return {name: field('name'), color: field('color'), emoji: field('emoji')};
}
