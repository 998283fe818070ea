package room

// Command is what a viewer, or the room itself, wants of a room.
type Command interface {
	// decide returns the event that the command leads to, without its number,
	// time and author. Whether its sender may give it has been decided before. errAlready means that nothing has to change.
	decide(s State, in Circumstances) (Event, error)
}

// The commands of viewers. Positions are in seconds.
type (
	// Play starts the film where the room stands, or from the beginning when it
	// stands at the end. A room that waits for viewers goes on without them.
	Play struct{}

	// Pause stops the film. Position is what the viewer saw; it counts when it
	// is near the room's own.
	Pause struct{ Position float64 }

	// Seek takes the room to Position.
	Seek struct{ Position float64 }

	// SetRate changes the speed, MinRate to MaxRate.
	SetRate struct{ Rate float64 }

	// Load puts another film on, paused at its beginning.
	Load struct{ Media Media }

	// ClaimHost makes the viewer host; in a room that is led co-hosts alone.
	ClaimHost struct{}

	// HandOver makes another present viewer host. Host and admin only.
	HandOver struct{ To string }

	// Follow takes the room to the host's own Position.
	Follow struct{ Position float64 }

	// Refresh makes every player load the film anew. A viewer's is always
	// obeyed; the room's own only when the version differs. When other facts do,
	// such as a duration that was unknown, the room's own brings those alone.
	Refresh struct{ Media Media }
)

// The commands of the room itself.
type (
	// open is the first event of a room.
	open struct{ Media Media }

	// put is a Load by whoever runs the server, in place of the film Instead if
	// that is not "".
	put struct {
		Media   Media
		Instead string
		Reason  Reason
	}

	// elect makes Next host in place of the viewer id Left ("" = nobody).
	elect struct {
		Left string
		Next Person
	}

	// halt pauses a film that went on without anybody; At (Unix milliseconds)
	// is when the last viewer saw it.
	halt struct {
		At     float64
		Reason Reason
	}

	// starve pauses a film of which no more has arrived; feed lets it go on once
	// Need seconds are ahead.
	starve struct{}
	feed   struct{ Need float64 }
)
