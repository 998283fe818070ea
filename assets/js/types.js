// The shapes that travel between server and browser. Types only: nothing is exported at run time.
// Positions and durations are seconds, `at` and `now` are server Unix milliseconds with fractions.

/**
 * The room's authoritative state of the player.
 * @typedef {object} Playback
 * @property {string} media
 * @property {string} version
 * @property {boolean} paused
 * @property {number} position position at `at`
 * @property {number} rate
 * @property {number} at may lie in the future: a scheduled start
 * @property {boolean} [waiting] paused until what the room waits for has come
 */

/**
 * The tracks that were chosen for everyone.
 * @typedef {object} Tracks
 * @property {number} audio id of the sound track, 0 = the film's own choice
 * @property {string} subtitle id of the subtitles, '' = none
 * @property {number} delay ms by which subtitles come later
 */

/**
 * @typedef {object} Media
 * @property {string} id
 * @property {string} title
 * @property {string} type MIME type
 * @property {string} version
 * @property {number} duration 0 = unknown
 * @property {string} url of its bytes; absolute when they come from another site
 * @property {import('./forms.js').Forms} [forms] what it can be played as, if the page says so
 */

/** @typedef {{id: string, name: string}} Person */

/**
 * What the room waits for.
 * @typedef {object} Wait
 * @property {'upload'|'viewers'|'ready'} cause
 * @property {number} since
 * @property {Person[]} [for] who is awaited
 */

/** @typedef {Person & {at: number}} Straggler somebody who catches up since `at` */

/**
 * How the room behaves.
 * @typedef {object} Settings
 * @property {string} wait auto, on or off
 * @property {boolean} loop
 * @property {string} control who moves the film: everyone or hosts
 * @property {string} load who chooses it
 * @property {string} chat who writes
 * @property {boolean} locked nobody new comes in
 * @property {boolean} lobby newcomers ask to come in
 * @property {boolean} password newcomers need one
 * @property {boolean} shuffle the queue is in an order by chance
 */

/** @typedef {{id: string, name: string, color?: string, emoji?: string, host?: boolean, cohost?: boolean}} Viewer */

/** @typedef {{count: number, viewers: Viewer[], html?: string}} Viewers */

/**
 * How one viewer is doing, as its own player says.
 * @typedef {object} ViewerStanding
 * @property {string} id
 * @property {string} state playing paused waiting away
 * @property {number} drift ms, positive = ahead of the room
 * @property {number} delay ms one way
 * @property {number} buffer s of film that are loaded
 * @property {string} transport events post poll
 */

/**
 * @typedef {object} Standing
 * @property {ViewerStanding[]} viewers who has reported lately; none in a large room
 * @property {number|null} skew ms between the first and the last who play; null: fewer than two do
 * @property {number} playing how many the skew is of
 */

/**
 * @typedef {object} Snapshot
 * @property {number} seq
 * @property {{ok: boolean}} [log] whether it can be written
 * @property {string} room
 * @property {number} now
 * @property {string} host
 * @property {Person[]} [cohosts]
 * @property {Playback} playback
 * @property {Tracks} tracks
 * @property {Media} [media]
 * @property {Viewers} viewers
 * @property {Standing} [standing]
 * @property {Settings} settings
 * @property {Wait} [wait]
 * @property {Straggler[]} [behind]
 * @property {Poll} [poll] the newest one
 * @property {string} [key] that newcomers' links need
 * @property {QueueItem[]} [queue] the next one first
 * @property {Next} [next]
 * @property {Skip} [skip]
 */

/**
 * A question to the room, with its tallies.
 * @typedef {object} Poll
 * @property {number} id seq of the event that brought it
 * @property {string} question
 * @property {{text: string, votes: number}[]} options
 * @property {Person} by
 * @property {number} [closed] when it was ended; missing: it is open
 */

/**
 * A film that is played once those before it have been.
 * @typedef {object} QueueItem
 * @property {number} id of its place
 * @property {string} media
 * @property {string} title
 * @property {string} type MIME type
 * @property {string} version when it was added
 * @property {number} duration 0 = unknown
 * @property {string} [url] of a film of another site
 * @property {Person} by who added it
 * @property {number} [votes]
 */

/**
 * The queue after an event: the order whole, and the items that are new or have changed.
 * @typedef {object} QueueChange
 * @property {QueueItem[]} [items]
 * @property {number[]} order ids of all, the next one first
 * @property {number} [count] how many films it is about
 */

/** @typedef {{item: number, at: number}} Next the room plays that item of the queue at `at` by itself */

/** @typedef {{votes: number, needed: number}} Skip how many want to skip the film, and have to */

/**
 * One numbered event of the room.
 * @typedef {object} RoomEvent
 * @property {number} seq
 * @property {string} kind open play pause seek rate load host refresh tracks ready wait settings cohost chat name poll votes queue expel restore admit link close reopen invite enter
 * @property {{id: string, name: string}|null} by
 * @property {number} at
 * @property {string} action
 * @property {string} [reason]
 * @property {string} host
 * @property {Person[]} [cohosts]
 * @property {Playback} playback
 * @property {Tracks} tracks
 * @property {Media} [media]
 * @property {Settings} settings
 * @property {Wait} [wait]
 * @property {Straggler[]} [behind]
 * @property {Poll} [poll] poll, votes: the poll as it is now
 * @property {Person} [to] host, cohost, expel, restore, admit: whom it is about
 * @property {string} [key] link: what newcomers' links need
 * @property {{id: number}} [line] of the chat
 * @property {QueueChange} [queue] where it has changed
 * @property {Next} [next] missing: the room counts down to nothing
 * @property {Skip} [skip] missing: nobody wants to skip the film
 * @property {string} html
 */

/** @typedef {'chromium'|'firefox'|'webkit'} EngineName */

export {};
