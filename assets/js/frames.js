// The frames of a room's stream by name, see docs/protocol.md. A new one is added here, and to StreamEvents in stream.js.

/** All that may come. */
export const FRAMES = ['hello', 'room', 'reset', 'viewers', 'film', 'beat', 'status', 'ready', 'reactions', 'typing', 'knocks', 'log', 'move', 'out'];

/** Those that mean nothing a moment later: who comes then has missed nothing. */
export const PASSING = ['reactions', 'typing'];

/** Those that say how it stands: of each the newest is worth telling to who comes later. */
export const LATEST = FRAMES.filter((name) => !['hello', 'room', 'reset', 'beat', 'move', 'out', ...PASSING].includes(name));
