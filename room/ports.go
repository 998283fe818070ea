package room

import "context"

// Log is where the events of all rooms live. Package events has one on
// JetStream. A revision is the log's own number of a record; it grows, with gaps.
type Log interface {
	// Append stores data as the record that follows the room's record last
	// (0 = none). ok is false when another writer was first. After an error it
	// is unknown whether data was stored. Two records of one id are one.
	Append(ctx context.Context, room string, last uint64, id string, data []byte) (revision uint64, ok bool, err error)
	// Read calls each with the room's records after a revision, oldest first.
	Read(ctx context.Context, room string, after uint64, each func(revision uint64, data []byte) error) error
	// Last returns the room's newest record, or 0 when it has none.
	Last(ctx context.Context, room string) (revision uint64, data []byte, err error)
	// Tail calls ready, and from then on each for every record that is appended
	// to any room, in order and from one goroutine, until ctx ends.
	Tail(ctx context.Context, ready func(), each func(room string, revision uint64, data []byte)) error
}

// Snapshots keep states, so that opening a room reads little of its log. Put is
// a compare-and-set on the revision that Get returned (0 = absent).
type Snapshots interface {
	Get(ctx context.Context, key string) (data []byte, revision uint64, err error)
	Put(ctx context.Context, key string, last uint64, data []byte) (revision uint64, ok bool, err error)
}

// Marks keep for each room the last moment at which it played before viewers.
type Marks interface {
	Get(ctx context.Context, key string) (data []byte, revision uint64, err error)
	Set(ctx context.Context, key string, data []byte) error
}

// Nodes carries what the nodes that share the log say to one another of a room.
// What is said may be lost, and each hears itself as the others do.
type Nodes interface {
	// Say says something to all nodes, without waiting for them.
	Say(room string, data []byte) error
	// Listen calls each for what is said, of one node in its order and from one
	// goroutine, until ctx ends.
	Listen(ctx context.Context, each func(room string, data []byte)) error
}

// Library tells what is known of a film now.
type Library interface {
	Film(id string) (m Media, ok bool)
	// Complete reports whether all films are known: before, one that is not may still come.
	Complete() bool
	// Ahead returns how many seconds of a film's version, from a position
	// (seconds) on, can be played without waiting for an upload. whole is true
	// when that is all there is to come.
	Ahead(id, version string, position float64) (seconds float64, whole bool)
	// Near reports whether what Ahead says of a film holds at this moment. Of an
	// upload to another node it is older, and less than there is.
	Near(id string) bool
	// Pace returns how many seconds of a film that is being uploaded arrive each
	// second, 0 when that is not known.
	Pace(id string) float64
}

// Audience carries what a room says to those who watch it. Its methods are
// called in the room's order, must not block, and must not call the room.
type Audience interface {
	// Opened says that a room was brought into memory, standing at seq.
	Opened(room string, seq uint64)
	Event(room string, e Event)
	Viewers(room string, v Viewers)
	// Standing says how the viewers are doing, at most every two seconds.
	Standing(room string, s Standing)
	// Ready says how far viewers are, again and again during a ready check.
	Ready(room string, x Readiness)
	// Reactions says how viewers react, at most four times a second.
	Reactions(room string, x Reactions)
	// Typing says who is writing, at most once a second.
	Typing(room string, t Typing)
	// Knocks says how many people ask to come in.
	Knocks(room string, count int)
	// Log says whether the log can be written, when the room was brought into
	// memory and on every change.
	Log(room string, ok bool)
	// Closed says that the room is no longer kept in memory.
	Closed(room string)
}
