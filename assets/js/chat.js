// The chat: makes its parts and wires them.

import {nameOf, shortly, writtenIn} from './chatline.js';
import {ChatHistory} from './chathistory.js';
import {ChatList} from './chatlist.js';
import {ChatPlace} from './chatplace.js';
import {badge, newMessages} from './chatwords.js';
import {Composer} from './composer.js';
import {whenPressed} from './later.js';
import {LineTools} from './linetools.js';
import {Muted} from './muted.js';
import {NoticeList} from './noticelist.js';
import {Panel} from './paneltabs.js';
import {Presence} from './presence.js';
import {offerToast} from './toasts.js';
import {Typing} from './typing.js';
import {t} from './words.js';

/** @typedef {import('./chatline.js').Line} Line */

/**
 * @typedef {object} ChatNeeds
 * @property {HTMLElement} main #room
 * @property {HTMLElement} toasts
 * @property {(text: string, error?: boolean) => void} toast
 * @property {import('./actions.js').Actions} actions
 * @property {(position: number) => void} seek for everyone
 * @property {(unread: number) => void} unread of a page that is not looked at
 * @property {import('./types.js').Viewers} present who is here when the page is made
 * @property {() => number} now the server's time, Unix ms
 */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/**
 * @param {ChatNeeds} needs
 * @returns what its key does, what is to be called after a reset, and who takes what comes of the stream
 */
export function startChat({main, toasts, toast, actions, present, now, seek, unread}) {
  const {base = '', room = '', viewer: me = ''} = main.dataset;
  const rows = byId('chat-lines');
  const box = /** @type {HTMLElement} */ (rows.parentElement);
  const news = byId('chat-news');
  const muted = new Muted(room);
  const history = new ChatHistory(rows, base);
  const moderates = () => ['cohost', 'host', 'admin'].includes(main.dataset.role ?? '');

  const list = new ChatList(rows, box, me, muted, {
    unread: (count) => {
      for (const mark of main.querySelectorAll('[data-unread]')) {
        mark.textContent = badge(count);
        /** @type {HTMLElement} */ (mark).hidden = count === 0;
      }
      news.textContent = newMessages(count);
      news.hidden = count === 0 || !list.away;
      unread(document.hidden ? count : 0);
    },
    top: () => older(),
    deleted: (line) => composer.gone(line),
  });
  const presence = new Presence(me, present);
  const notices = new NoticeList(rows, (change) => list.above(change));
  const typing = new Typing(byId('typing'), base, () => !actions.refusal('chat'), (id) => id === me || muted.has(id));
  const panel = new Panel(main, byId('panel'), byId('panel-button'), list.lines().length > 0 ? 'chat' : 'people');
  const place = new ChatPlace({
    chat: byId('chat'), panel: byId('panel-chat'), overlay: byId('stage-chat'), stage: byId('stage'),
    opener: /** @type {HTMLElement} */ (main.querySelector('[data-chat-overlay]')),
  }, () => panel.choose('chat'));

  /** @type {Composer} */
  const composer = new Composer(byId('composer'), {
    send: (verb, fields) => actions.submit(verb, fields),
    last: () => {
      const line = list.ownLast();
      return line && other(line, writtenIn(line.element));
    },
    sent: () => {
      typing.sent();
      list.toEnd();
    },
    typed: (some) => typing.written(some),
  });
  const emojiButton = /** @type {HTMLElement} */ (byId('composer').querySelector('[data-emoji]'));
  whenPressed(emojiButton, async () => {
    const {EmojiPicker} = await import('./emojipicker.js');
    new EmojiPicker(byId('emoji-picker'), emojiButton, (emoji) => composer.insert(emoji)).show();
  });

  new LineTools(rows, byId('line-tools'), (deed, {by, deleted}) => {
    if (deed === 'mute') return by !== me && !muted.has(by);
    if (deed === 'unmute') return by !== me && muted.has(by);
    if (deleted) return false;
    if (deed === 'reply') return true;
    return by === me || (deed === 'delete' && moderates());
  }, (deed, line) => {
    if (deed === 'reply') composer.reply(other(line, shortly(line.element)));
    else if (deed === 'edit') composer.edit(other(line, writtenIn(line.element)));
    else if (deed === 'delete') remove(line);
    else {
      muted.set(line.by, deed === 'mute');
      list.mark();
      typing.refresh();
    }
  });

  news.addEventListener('click', () => {
    list.toEnd();
    composer.focus();
  });
  rows.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const quote = target.closest('.chat-quote');
    const timecode = target.closest('.timecode');
    const spoiler = target.closest('.spoiler');
    if (quote) {
      event.preventDefault(); // the address stays that of the room
      if (!list.point(quote.getAttribute('href')?.slice(1) ?? '')) toast(t('That message is further up, among the older ones.'));
    }
    if (timecode instanceof HTMLElement) propose(timecode, event.detail === 0);
    if (spoiler) uncover(spoiler, spoiler.getAttribute('aria-expanded') !== 'true');
    if (target.closest('.chat-older button')) older();
  });

  return {
    key: () => place.key(),
    /** @param {import('./paneltabs.js').Tab} tab */
    show: (tab) => panel.choose(tab),
    renew: () => {
      list.renewing();
      return history.renew(() => list.renewed());
    },
    /** @param {import('./types.js').RoomEvent} event */
    event: ({line, seq, html}) => {
      if (!line || line.id === seq) return;
      const now = elementIn(html);
      if (now) list.changedAside(line.id, now);
    },
    /** @param {string} node connected anew, to which process of the server */
    greeted: (node) => {
      presence.greeted(node, performance.now());
      typing.show([]);
    },
    /** @param {import('./types.js').Viewers} viewers */
    viewers: (viewers) => {
      for (const {text, by} of presence.changed(viewers, performance.now())) notices.add(text, {kind: 'presence', by, at: now()});
    },
    /** @param {import('./types.js').Person[]} writing */
    typing: (writing) => typing.show(writing),
  };

  async function older() {
    if (!await history.older((more, lines) => list.older(more, lines))) toast(t('The older messages can’t be had just now.'), true);
  }

  /** @param {Line} line */
  async function remove({id}) {
    const refusal = await actions.submit('chat/delete', {line: id});
    if (refusal) toast(refusal, true);
    else composer.gone(id);
  }

  /**
   * A time in the film is only proposed: it moves everyone.
   * @param {HTMLElement} timecode
   * @param {boolean} byKey the focus goes where it can be taken
   */
  function propose(timecode, byKey) {
    for (const before of toasts.querySelectorAll('[data-seek]')) before.remove();
    const position = Number(timecode.dataset.position);
    const button = offerToast(toasts, t('Go to {time}?', {time: timecode.textContent?.trim() ?? ''}), t('Go there with everyone'), () => seek(position));
    button.parentElement?.setAttribute('data-seek', String(position));
    if (byKey) button.focus();
  }
}

/** @param {Line} line @param {string} text */
function other({id, element}, text) {
  return {id, name: nameOf(element), text};
}

/** A closed spoiler has a name that does not tell what it hides. @param {Element} spoiler @param {boolean} open */
function uncover(spoiler, open) {
  spoiler.setAttribute('aria-expanded', String(open));
  if (open) spoiler.removeAttribute('aria-label');
  else spoiler.setAttribute('aria-label', t('Spoiler'));
}

/** The line that a partial brings. @param {string} html @returns {Element|null} */
function elementIn(html) {
  return new DOMParser().parseFromString(html, 'text/html').querySelector('.chat-line');
}
