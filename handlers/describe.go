package handlers

import (
	"slices"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// describe says in one sentence what an event did; it is silent when that is plain to see.
func describe(e room.Event) words.Sentence {
	at := views.Clock(e.Playback.Position)
	if e.Playback.Waiting && e.Reason == room.ReasonUpload {
		return describeWait(e, at)
	}
	if e.Kind == room.KindQueue {
		return describeQueue(e)
	}
	if e.By == nil {
		return describeOwn(e, at)
	}
	who := e.By.Name
	switch e.Kind {
	case room.KindReady:
		return words.Say("{who} asks: is everybody ready?", "who", who)
	case room.KindSettings:
		return describeSettings(e)
	case room.KindPlay:
		if left := leftBehind(e); !left.Silent() {
			return words.Say("{who} goes on without {names}", "who", who, "names", left)
		}
		return words.Say("{who} pressed play", "who", who)
	case room.KindPause:
		return words.Say("{who} paused at {at}", "who", who, "at", at)
	case room.KindSeek:
		if e.Reason == room.ReasonFollow {
			return words.Say("{who} took everyone to the host, at {at}", "who", who, "at", at)
		}
		return words.Say("{who} jumped to {at}", "who", who, "at", at)
	case room.KindRate:
		return words.Say("{who} set the speed to {rate}×", "who", who, "rate", e.Playback.Rate)
	case room.KindLoad:
		if e.Reason == room.ReasonSkip {
			return words.Say("{who} skipped to {film}", "who", who, "film", e.Media.Title)
		}
		return words.Say("{who} put on {film}", "who", who, "film", e.Media.Title)
	case room.KindRefresh:
		return words.Say("{who} reloaded the film", "who", who)
	case room.KindTracks:
		return describeTracks(e)
	case room.KindReopen:
		return words.Say("{who} opened the room again", "who", who)
	case room.KindCoHost:
		return describeCoHost(e)
	case room.KindName:
		return words.Say("{before} is now called {who}", "before", e.Was, "who", who)
	case room.KindPoll:
		return describePoll(e)
	case room.KindExpel, room.KindRestore, room.KindAdmit, room.KindLink, room.KindInvite, room.KindEnter:
		return describeDoor(e)
	case room.KindHost:
		if e.To != nil && e.To.ID != e.By.ID {
			return words.Say("{who} made {name} the host", "who", who, "name", e.To.Name)
		}
		return words.Say("{who} is the host now", "who", who)
	}
	return words.Sentence{}
}

// describeWait is describe for what makes the room wait for an upload.
func describeWait(e room.Event, at string) words.Sentence {
	switch {
	case e.By == nil:
		return words.Say("Waiting at {at} for more of the film to be uploaded", "at", at)
	case e.Kind == room.KindSeek:
		return words.Say("{who} jumped to {at}, which is being uploaded now", "who", e.By.Name, "at", at)
	default:
		return words.Say("{who} pressed play: it starts when enough is uploaded", "who", e.By.Name)
	}
}

// describeOwn is describe for what the room did by itself.
func describeOwn(e room.Event, at string) words.Sentence {
	switch e.Reason {
	case room.ReasonRestart:
		return words.Say("The server was restarted: paused at {at}", "at", at)
	case room.ReasonEmpty:
		return words.Say("Everyone had left: paused at {at}", "at", at)
	case room.ReasonReplaced:
		return words.Say("The film was replaced: loading the new version")
	case room.ReasonUpload:
		return words.Say("Enough has been uploaded: playing on")
	case room.ReasonRemoved:
		return words.Say("The film was removed: {film} is on instead", "film", e.Media.Title)
	case room.ReasonWithout:
		return words.Say("Going on without {names}", "names", leftBehind(e))
	case room.ReasonNext:
		return words.Say("Next: {film}", "film", e.Media.Title)
	case room.ReasonSkip:
		return words.Say("Most wanted to go on: {film}", "film", e.Media.Title)
	case room.ReasonLoop:
		return words.Say("Once more from the beginning")
	case room.ReasonLeft:
		return words.Say("The host left: {name} is the host now", "name", e.To.Name)
	}
	return words.Sentence{}
}

// describeSettings says what somebody changed about how the room behaves.
func describeSettings(e room.Event) words.Sentence {
	who, set := e.By.Name, e.Settings
	switch e.Reason {
	case room.ReasonLoop:
		if set.Loop {
			return words.Say("{who} lets the film play again when it ends", "who", who)
		}
		return words.Say("{who} lets the film end once it is over", "who", who)
	case room.ReasonShuffle:
		if set.Shuffle {
			return words.Say("{who} shuffled the queue", "who", who)
		}
		return words.Say("{who} lets the queue keep its order", "who", who)
	case room.ReasonLocked:
		if set.Locked {
			return words.Say("{who} locked the room: nobody new comes in", "who", who)
		}
		return words.Say("{who} unlocked the room", "who", who)
	case room.ReasonLobby, room.ReasonPassword:
		return describeDoor(e)
	case room.ReasonControl:
		if set.Control == room.Hosts {
			return words.Say("{who} lets only the host and co-hosts control the film", "who", who)
		}
		return words.Say("{who} lets everyone control the film", "who", who)
	case room.ReasonLoad:
		if set.Load == room.Hosts {
			return words.Say("{who} lets only the host and co-hosts choose the film", "who", who)
		}
		return words.Say("{who} lets everyone choose the film", "who", who)
	case room.ReasonChat:
		if set.Chat == room.Hosts {
			return words.Say("{who} lets only the host and co-hosts write", "who", who)
		}
		return words.Say("{who} lets everyone write", "who", who)
	case room.ReasonRights:
		return describePreset(who, set)
	}
	switch set.Wait {
	case room.WaitOn:
		return words.Say("{who} lets the room wait for everyone", "who", who)
	case room.WaitOff:
		return words.Say("{who} lets the room wait for nobody", "who", who)
	default:
		return words.Say("{who} lets the room wait for everyone while it is small", "who", who)
	}
}

// describePreset says who may do what in a room from now on.
func describePreset(who string, s room.Settings) words.Sentence {
	switch s.Preset() {
	case room.PresetEqual:
		return words.Say("{who} made everyone equal: all control the film", "who", who)
	case room.PresetLead:
		return words.Say("{who} lets the host lead: only the host and co-hosts control the film", "who", who)
	case room.PresetCinema:
		return words.Say("{who} made this a cinema: only the host and co-hosts control the film and write", "who", who)
	}
	return words.Say("{who} changed who may do what", "who", who)
}

// describeCoHost says who is a co-host now, or none any more.
func describeCoHost(e room.Event) words.Sentence {
	if slices.Contains(e.CoHosts, *e.To) {
		return words.Say("{who} made {name} a co-host", "who", e.By.Name, "name", e.To.Name)
	}
	return words.Say("{who} made {name} a guest again", "who", e.By.Name, "name", e.To.Name)
}

// leftBehind names those whom an event has left behind; it is silent when there are none.
func leftBehind(e room.Event) words.Sentence {
	var names []string
	for _, b := range e.Behind {
		if b.At == e.At {
			names = append(names, b.Name)
		}
	}
	return views.Names(names)
}

// describeDoor says what somebody did about who comes in.
func describeDoor(e room.Event) words.Sentence {
	who := e.By.Name
	switch e.Kind {
	case room.KindExpel:
		switch {
		case e.Private != nil && e.Private.Address != "":
			return words.Say("{who} put {name} out for good, and everyone at the same address", "who", who, "name", e.To.Name)
		case e.Reason == room.ReasonBan:
			return words.Say("{who} put {name} out for good", "who", who, "name", e.To.Name)
		}
		return words.Say("{who} put {name} out", "who", who, "name", e.To.Name)
	case room.KindRestore:
		return words.Say("{who} let {name} back in", "who", who, "name", e.To.Name)
	case room.KindAdmit:
		return words.Say("{who} let {name} in", "who", who, "name", e.To.Name)
	case room.KindLink:
		return words.Say("{who} made a new link: the old one lets nobody new in", "who", who)
	case room.KindInvite:
		return describeInvite(who, e.Reason)
	case room.KindEnter:
		return words.Say("{who} comes in by an invite", "who", who)
	}
	switch {
	case e.Reason == room.ReasonLobby && e.Settings.Lobby:
		return words.Say("{who} opened a lobby: newcomers ask to come in", "who", who)
	case e.Reason == room.ReasonLobby:
		return words.Say("{who} closed the lobby: newcomers come in by themselves", "who", who)
	case e.Settings.Password:
		return words.Say("{who} set a password for newcomers", "who", who)
	}
	return words.Say("{who} took the password away", "who", who)
}

// describeInvite says what somebody did about an invite.
func describeInvite(who string, did room.Reason) words.Sentence {
	switch did {
	case room.ReasonRevoked:
		return words.Say("{who} revoked an invite", "who", who)
	case room.ReasonKept:
		return words.Say("{who} lets an invite go on that was revoked", "who", who)
	}
	return words.Say("{who} made an invite", "who", who)
}
