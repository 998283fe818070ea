// Tap to join: browsers play sound only after a tap. Behind the gate the film runs muted and in sync already.

/** Set for this tab once the viewer has joined, so that a reload need not ask again. */
const JOINED = 'goblet:joined';

export class Gate {
  #gate;
  #engine;
  #joined = false;
  #onJoined;

  /**
   * @param {HTMLElement} gate the overlay
   * @param {HTMLButtonElement} button
   * @param {import('./engine.js').Engine} engine
   * @param {() => void} onJoined after the tap, or at once after a reload
   */
  constructor(gate, button, engine, onJoined) {
    this.#gate = gate;
    this.#engine = engine;
    this.#onJoined = onJoined;
    button.addEventListener('click', () => {
      engine.join(); // first, and within the tap
      this.#pass();
      remember();
    });
    if (remembered()) {
      this.#pass(); // with sound; if the browser refuses, it comes back to show()
    } else {
      engine.mute(true);
      this.show();
    }
  }

  /** Whether the viewer has joined: before, nothing is theirs to save or to press. */
  get joined() {
    return this.#joined;
  }

  /** Asks for the tap. */
  show() {
    this.#joined = false;
    this.#gate.hidden = false;
  }

  #pass() {
    this.#joined = true;
    this.#gate.hidden = true;
    this.#onJoined();
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(JOINED) === '1';
  } catch {
    return false; // storage is forbidden: ask every time
  }
}

function remember() {
  try {
    sessionStorage.setItem(JOINED, '1');
  } catch { /* the next reload asks again */ }
}
