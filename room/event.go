package room

import "log/slog"

// Kind says what an event did.
type Kind string

// The kinds of events.
const (
	KindOpen    Kind = "open"
	KindPlay    Kind = "play"
	KindPause   Kind = "pause"
	KindSeek    Kind = "seek"
	KindRate    Kind = "rate"
	KindLoad    Kind = "load"
	KindHost    Kind = "host"
	KindRefresh Kind = "refresh"
	KindTracks  Kind = "tracks"

	KindReady    Kind = "ready" // waits until everybody is ready
	KindWait     Kind = "wait"  // others are awaited, or behind; nothing else
	KindSettings Kind = "settings"
	KindCoHost   Kind = "cohost" // To is a co-host now, or is none any more
	KindChat     Kind = "chat"   // a line was said, edited or deleted
	KindName     Kind = "name"   // By is called so now, and Was before
	KindPoll     Kind = "poll"   // a poll was opened or ended
	KindVotes    Kind = "votes"  // the tallies of the poll have changed
	KindQueue    Kind = "queue"  // the queue, or what comes next, has changed

	KindExpel   Kind = "expel"   // To was put out
	KindRestore Kind = "restore" // To, who was put out, may come again
	KindAdmit   Kind = "admit"   // To, who asked for it, may come in
	KindLink    Kind = "link"    // newcomers need a link with Key
	KindClose   Kind = "close"   // nobody comes in any more
	KindReopen  Kind = "reopen"
	KindInvite  Kind = "invite" // an invite was made, or revoked
	KindEnter   Kind = "enter"  // By comes in by an invite
)

// Reason says why an event happened that no viewer asked for, or which of two
// ways led to it.
type Reason string

// The reasons of events.
const (
	ReasonRestart  Reason = "restart"  // pause: the server ended while the film played
	ReasonEmpty    Reason = "empty"    // pause: the last viewer left
	ReasonLeft     Reason = "left"     // host: the host left, or there was none
	ReasonReplaced Reason = "replaced" // refresh: the file was replaced on disk
	ReasonFacts    Reason = "facts"    // refresh: more is known of the film, and players go on with what they have
	ReasonFollow   Reason = "follow"   // seek: to where the host is
	ReasonUpload   Reason = "upload"   // pause, play, seek: the film is still being uploaded
	ReasonRemoved  Reason = "removed"  // load: the film that was on was removed
	ReasonAudio    Reason = "audio"    // tracks: another sound track, and maybe another delay
	ReasonSubtitle Reason = "subtitle" // tracks: other subtitles, and maybe other sound and delay
	ReasonDelay    Reason = "delay"    // tracks: the subtitles come earlier or later

	ReasonViewers Reason = "viewers" // pause, play: a viewer's player has run dry, or can go on
	ReasonWithout Reason = "without" // play: without viewers who are not ready
	ReasonReady   Reason = "ready"   // play: everybody is ready, and a countdown begins
	ReasonLoop    Reason = "loop"    // seek: the film has ended and plays again; settings: whether it does
	ReasonEnd     Reason = "end"     // pause: the film has ended
	ReasonWait    Reason = "wait"    // settings: whether the room waits for everyone

	ReasonLocked  Reason = "locked"  // settings: whether newcomers come in
	ReasonControl Reason = "control" // settings: who moves the film
	ReasonLoad    Reason = "load"    // settings: who chooses the film
	ReasonChat    Reason = "chat"    // settings: who writes
	ReasonRights  Reason = "rights"  // settings: a preset, or several of these

	ReasonLobby    Reason = "lobby"    // settings: whether newcomers must ask
	ReasonPassword Reason = "password" // settings: another password, or none any more
	ReasonKick     Reason = "kick"     // expel: until somebody lets them back in
	ReasonBan      Reason = "ban"      // expel: for good
	ReasonMade     Reason = "made"     // invite: there is another one
	ReasonRevoked  Reason = "revoked"  // invite: one lets nobody in any more
	ReasonKept     Reason = "kept"     // invite: one that was revoked lets people in again

	ReasonQueued   Reason = "queued"   // queue: films were added
	ReasonUnqueued Reason = "unqueued" // queue: films were removed
	ReasonRequeued Reason = "requeued" // queue: a removal was undone
	ReasonMoved    Reason = "moved"    // queue: a film has another place
	ReasonVoted    Reason = "voted"    // queue: a film has one vote more
	ReasonGone     Reason = "gone"     // queue: films can't be had any more
	ReasonNext     Reason = "next"     // load: it was the next one; queue: the countdown to it begins anew, or was ended
	ReasonSkip     Reason = "skip"     // load: the film before was skipped; queue: one more wants that
	ReasonShuffle  Reason = "shuffle"  // settings: whether the queue is in an order by chance

	ReasonSubtitleAdded   Reason = "subtitle-added"   // tracks: the film has more subtitles
	ReasonSubtitleRemoved Reason = "subtitle-removed" // tracks: the film has fewer subtitles
)

// Person is who gave a command, as everyone may see it.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Media is what a room must know of a film.
type Media struct {
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Type     string  `json:"type"` // MIME
	Version  string  `json:"version"`
	Duration float64 `json:"duration"` // seconds, 0 = unknown
	// URL is where browsers load a film from that is no film of the library.
	URL string `json:"url,omitempty"`
}

// Event is an action that the room has accepted. It carries the playback, the
// hosts, tracks and settings that follow from it, so that no reader has to repeat a decision.
type Event struct {
	Seq      uint64   `json:"seq"`
	Kind     Kind     `json:"kind"`
	By       *Person  `json:"by"`     // nil: the room itself
	At       float64  `json:"at"`     // Unix milliseconds
	Action   string   `json:"action"` // id of the action that led to it
	Reason   Reason   `json:"reason,omitempty"`
	Host     string   `json:"host"`         // viewer id, "" = nobody
	To       *Person  `json:"to,omitempty"` // on host, cohost, expel, restore and admit: whom it is about
	CoHosts  []Person `json:"cohosts,omitempty"`
	Playback Playback `json:"playback"`
	Tracks   Tracks   `json:"tracks"`
	Label    string   `json:"label,omitempty"` // on tracks: the name of what was chosen, for people
	Media    *Media   `json:"media,omitempty"` // on open, load and refresh
	Settings Settings `json:"settings"`

	Wait   *Wait       `json:"wait,omitempty"`   // while Playback.Waiting
	Behind []Straggler `json:"behind,omitempty"` // who catches up, whole

	Closed bool `json:"closed,omitempty"` // nobody comes in, until the admin reopens the room

	Line *Line `json:"line,omitempty"` // on chat: the line as it is now

	Was  string `json:"was,omitempty"`  // on name: what By was called before
	Poll *Poll  `json:"poll,omitempty"` // on poll and votes: the poll as it is now
	Key  string `json:"key,omitempty"`  // on link

	Queue *QueueChange `json:"queue,omitempty"` // where the queue has changed
	Next  *Next        `json:"next,omitempty"`  // while the room counts down to the next film
	Skip  *Skip        `json:"skip,omitempty"`  // while some want to skip the film that is on

	Private *Private `json:"private,omitempty"`
}

// Private is what an event says to servers alone: no browser is told.
type Private struct {
	Address  string `json:"address,omitempty"`  // kept out together with To, as Network returns it; "" = none
	Password string `json:"password,omitempty"` // hash of the room's new password

	Invite *Invite `json:"invite,omitempty"` // on invite and enter: the invite as it is now

	Votes map[string]int `json:"votes,omitempty"` // on votes: for which option, by index, whom of the viewers

	Upvoter string `json:"upvoter,omitempty"` // on queue: viewer id of who has voted for the item
	Skipper string `json:"skipper,omitempty"` // on queue: viewer id of who wants to skip the film
}

// LogValue logs an event by what identifies it.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(slog.Uint64("seq", e.Seq), slog.String("kind", string(e.Kind)), slog.String("action", e.Action))
}
