package handlers

import (
	"slices"
	"strconv"

	"goblet/room"
	"goblet/views"
)

// describe says in one sentence what an event did; "" when that is plain to see.
func describe(e room.Event) string {
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
		return who + " asks: is everybody ready?"
	case room.KindSettings:
		return who + describeSettings(e)
	case room.KindPlay:
		if left := leftBehind(e); left != "" {
			return who + " goes on without " + left
		}
		return who + " pressed play"
	case room.KindPause:
		return who + " paused at " + at
	case room.KindSeek:
		if e.Reason == room.ReasonFollow {
			return who + " took everyone to the host, at " + at
		}
		return who + " jumped to " + at
	case room.KindRate:
		return who + " set the speed to " + strconv.FormatFloat(e.Playback.Rate, 'f', -1, 64) + "×"
	case room.KindLoad:
		if e.Reason == room.ReasonSkip {
			return who + " skipped to " + e.Media.Title
		}
		return who + " put on " + e.Media.Title
	case room.KindRefresh:
		return who + " reloaded the film"
	case room.KindTracks:
		return who + describeTracks(e)
	case room.KindReopen:
		return who + " opened the room again"
	case room.KindCoHost:
		return who + describeCoHost(e)
	case room.KindName:
		return e.Was + " is now called " + who
	case room.KindPoll:
		return describePoll(e)
	case room.KindExpel, room.KindRestore, room.KindAdmit, room.KindLink, room.KindInvite, room.KindEnter:
		return who + describeDoor(e)
	case room.KindHost:
		if e.To != nil && e.To.ID != e.By.ID {
			return who + " made " + e.To.Name + " the host"
		}
		return who + " is the host now"
	}
	return ""
}

// describeWait is describe for what makes the room wait for an upload.
func describeWait(e room.Event, at string) string {
	switch {
	case e.By == nil:
		return "Waiting at " + at + " for more of the film to be uploaded"
	case e.Kind == room.KindSeek:
		return e.By.Name + " jumped to " + at + ", which is being uploaded now"
	default:
		return e.By.Name + " pressed play: it starts when enough is uploaded"
	}
}

// describeOwn is describe for what the room did by itself.
func describeOwn(e room.Event, at string) string {
	switch e.Reason {
	case room.ReasonRestart:
		return "The server was restarted: paused at " + at
	case room.ReasonEmpty:
		return "Everyone had left: paused at " + at
	case room.ReasonReplaced:
		return "The film was replaced: loading the new version"
	case room.ReasonUpload:
		return "Enough has been uploaded: playing on"
	case room.ReasonRemoved:
		return "The film was removed: " + e.Media.Title + " is on instead"
	case room.ReasonWithout:
		return "Going on without " + leftBehind(e)
	case room.ReasonNext:
		return "Next: " + e.Media.Title
	case room.ReasonSkip:
		return "Most wanted to go on: " + e.Media.Title
	case room.ReasonLoop:
		return "Once more from the beginning"
	case room.ReasonLeft:
		return "The host left: " + e.To.Name + " is the host now"
	}
	return ""
}

// describeSettings says what somebody changed about how the room behaves.
func describeSettings(e room.Event) string {
	switch e.Reason {
	case room.ReasonLoop:
		if e.Settings.Loop {
			return " lets the film play again when it ends"
		}
		return " lets the film end once it is over"
	case room.ReasonShuffle:
		if e.Settings.Shuffle {
			return " shuffled the queue"
		}
		return " lets the queue keep its order"
	case room.ReasonLocked:
		if e.Settings.Locked {
			return " locked the room: nobody new comes in"
		}
		return " unlocked the room"
	case room.ReasonLobby, room.ReasonPassword:
		return describeDoor(e)
	case room.ReasonControl:
		return " lets " + whoMay(e.Settings.Control) + " control the film"
	case room.ReasonLoad:
		return " lets " + whoMay(e.Settings.Load) + " choose the film"
	case room.ReasonChat:
		return " lets " + whoMay(e.Settings.Chat) + " write"
	case room.ReasonRights:
		return describePreset(e.Settings)
	}
	switch e.Settings.Wait {
	case room.WaitOn:
		return " lets the room wait for everyone"
	case room.WaitOff:
		return " lets the room wait for nobody"
	default:
		return " lets the room wait for everyone while it is small"
	}
}

// describePreset says who may do what in a room from now on.
func describePreset(s room.Settings) string {
	switch s.Preset() {
	case room.PresetEqual:
		return " made everyone equal: all control the film"
	case room.PresetLead:
		return " lets the host lead: only the host and co-hosts control the film"
	case room.PresetCinema:
		return " made this a cinema: only the host and co-hosts control the film and write"
	}
	return " changed who may do what"
}

func whoMay(who room.Who) string {
	if who == room.Hosts {
		return "only the host and co-hosts"
	}
	return "everyone"
}

// describeCoHost says who is a co-host now, or none any more.
func describeCoHost(e room.Event) string {
	if slices.Contains(e.CoHosts, *e.To) {
		return " made " + e.To.Name + " a co-host"
	}
	return " made " + e.To.Name + " a guest again"
}

// leftBehind names those whom an event has left behind, "" = nobody.
func leftBehind(e room.Event) string {
	var names []string
	for _, b := range e.Behind {
		if b.At == e.At {
			names = append(names, b.Name)
		}
	}
	return views.Names(names).String()
}

// describeDoor says what somebody did about who comes in.
func describeDoor(e room.Event) string {
	switch e.Kind {
	case room.KindExpel:
		switch {
		case e.Private != nil && e.Private.Address != "":
			return " put " + e.To.Name + " out for good, and everyone at the same address"
		case e.Reason == room.ReasonBan:
			return " put " + e.To.Name + " out for good"
		}
		return " put " + e.To.Name + " out"
	case room.KindRestore:
		return " let " + e.To.Name + " back in"
	case room.KindAdmit:
		return " let " + e.To.Name + " in"
	case room.KindLink:
		return " made a new link: the old one lets nobody new in"
	case room.KindInvite:
		return describeInvite(e.Reason)
	case room.KindEnter:
		return " comes in by an invite"
	}
	switch {
	case e.Reason == room.ReasonLobby && e.Settings.Lobby:
		return " opened a lobby: newcomers ask to come in"
	case e.Reason == room.ReasonLobby:
		return " closed the lobby: newcomers come in by themselves"
	case e.Settings.Password:
		return " set a password for newcomers"
	}
	return " took the password away"
}

// describeInvite says what somebody did about an invite.
func describeInvite(did room.Reason) string {
	switch did {
	case room.ReasonRevoked:
		return " revoked an invite"
	case room.ReasonKept:
		return " lets an invite go on that was revoked"
	}
	return " made an invite"
}
