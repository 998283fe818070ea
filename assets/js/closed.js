// What a page says when its line to the room is lost, or has ended for good: the admin may have closed the room.

import {mark, said} from './words.js';

/** What the server answers for a room that was closed. */
export const GONE = 410;
export const CLOSED = mark('This room was closed.');

export class Ending {
  #page;
  /** What the line says of a connection that is tried again. */
  #trying;
  /** What is said of the line, '' when it is there. */
  #lost = '';
  /** What is said while it is there. */
  #trouble = '';

  /**
   * @param {object} page
   * @param {HTMLElement} page.connection a line that says how the connection is
   * @param {HTMLElement} page.sign covers the page of a room that was closed
   * @param {HTMLVideoElement} page.video
   * @param {(text: string, error?: boolean) => void} page.toast
   */
  constructor(page) {
    this.#page = page;
    this.#trying = page.connection.textContent ?? '';
  }

  /**
   * Whether the viewer should know that the line is lost; false: it is there, again perhaps.
   * @param {boolean} shown
   * @param {string} why the server's own words for taking nobody now, or ''
   */
  lost(shown, why) {
    this.#lost = shown ? why || this.#trying : '';
    this.#show();
    if (!shown) this.#page.sign.hidden = true;
  }

  /** What is wrong although the line is there. @param {string} text a sentence, '' for nothing */
  trouble(text) {
    this.#trouble = text;
    this.#show();
  }

  #show() {
    const {connection} = this.#page;
    const text = this.#lost || this.#trouble;
    if (text && connection.textContent !== text) connection.textContent = text; // else it would be read out again
    connection.hidden = !text;
  }

  /** There is no use in trying. @param {string} why a text that was marked */
  dead(why) {
    const {connection, sign, video, toast} = this.#page;
    if (why === CLOSED) {
      if (document.fullscreenElement) document.exitFullscreen();
      video.pause();
      connection.hidden = true;
      sign.hidden = false;
      /** @type {HTMLElement} */ (sign.querySelector('h2')).focus();
      return;
    }
    connection.textContent = said(why);
    connection.hidden = false;
    toast(said(why), true);
  }
}
