package handlers

import (
	"testing"

	"goblet/room"
)

func TestAChoiceOfTracksIsToldToEveryone(t *testing.T) {
	for want, e := range map[string]room.Event{
		"Maya chose German subtitles for everyone":          {Reason: room.ReasonSubtitle, Label: "German", Tracks: room.Tracks{Subtitle: "a"}},
		"Maya chose other subtitles for everyone":           {Reason: room.ReasonSubtitle, Tracks: room.Tracks{Subtitle: "a"}},
		"Maya turned the subtitles off for everyone":        {Reason: room.ReasonSubtitle},
		"Maya chose French sound for everyone":              {Reason: room.ReasonAudio, Label: "French", Tracks: room.Tracks{Audio: 2}},
		"Maya chose another sound track for everyone":       {Reason: room.ReasonAudio, Tracks: room.Tracks{Audio: 2}},
		"Maya chose the film’s own sound for everyone":      {Reason: room.ReasonAudio},
		"Maya moved the subtitles by +0.5 s for everyone":   {Reason: room.ReasonDelay, Tracks: room.Tracks{Delay: 500}},
		"Maya moved the subtitles by −1.25 s for everyone":  {Reason: room.ReasonDelay, Tracks: room.Tracks{Delay: -1250}},
		"Maya put the subtitles back in place for everyone": {Reason: room.ReasonDelay},
	} {
		e.Kind, e.By = room.KindTracks, &room.Person{ID: "maya", Name: "Maya"}
		if got := describe(e).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWaitingAndSettingsAreToldToEveryone(t *testing.T) {
	by := &room.Person{ID: "maya", Name: "Maya"}
	jon := &room.Person{ID: "jon", Name: "Jon"}
	behind := []room.Straggler{{Person: room.Person{ID: "jon", Name: "Jon"}, At: 5}, {Person: room.Person{ID: "ann", Name: "Ann"}, At: 9}}
	for want, e := range map[string]room.Event{
		"Merry Otter is now called Maya":                                                 {Kind: room.KindName, By: by, Was: "Merry Otter"},
		"Maya goes on without Ann":                                                       {Kind: room.KindPlay, By: by, At: 9, Reason: room.ReasonWithout, Behind: behind},
		"Maya pressed play":                                                              {Kind: room.KindPlay, By: by, At: 12, Reason: room.ReasonWithout, Behind: behind},
		"Going on without Jon":                                                           {Kind: room.KindPlay, At: 5, Reason: room.ReasonWithout, Behind: behind},
		"Maya asks: is everybody ready?":                                                 {Kind: room.KindReady, By: by},
		"Maya lets the room wait for everyone":                                           {Kind: room.KindSettings, By: by, Reason: room.ReasonWait, Settings: room.Settings{Wait: room.WaitOn}},
		"Maya lets the room wait for nobody":                                             {Kind: room.KindSettings, By: by, Reason: room.ReasonWait, Settings: room.Settings{Wait: room.WaitOff}},
		"Maya lets the room wait for everyone while it is small":                         {Kind: room.KindSettings, By: by, Reason: room.ReasonWait, Settings: room.Settings{Wait: room.WaitAuto}},
		"Maya lets only the host and co-hosts control the film":                          {Kind: room.KindSettings, By: by, Reason: room.ReasonControl, Settings: room.Settings{Control: room.Hosts}},
		"Maya lets everyone choose the film":                                             {Kind: room.KindSettings, By: by, Reason: room.ReasonLoad, Settings: room.Settings{Load: room.Everyone}},
		"Maya lets everyone write":                                                       {Kind: room.KindSettings, By: by, Reason: room.ReasonChat, Settings: room.Settings{Chat: room.Everyone}},
		"Maya made everyone equal: all control the film":                                 {Kind: room.KindSettings, By: by, Reason: room.ReasonRights, Settings: room.Settings{Control: room.Everyone, Load: room.Hosts, Chat: room.Everyone}},
		"Maya lets the host lead: only the host and co-hosts control the film":           {Kind: room.KindSettings, By: by, Reason: room.ReasonRights, Settings: room.Settings{Control: room.Hosts, Load: room.Hosts, Chat: room.Everyone}},
		"Maya made this a cinema: only the host and co-hosts control the film and write": {Kind: room.KindSettings, By: by, Reason: room.ReasonRights, Settings: room.Settings{Control: room.Hosts, Load: room.Hosts, Chat: room.Hosts}},
		"Maya changed who may do what":                                                   {Kind: room.KindSettings, By: by, Reason: room.ReasonRights, Settings: room.Settings{Control: room.Hosts, Load: room.Everyone, Chat: room.Hosts}},
		"Maya locked the room: nobody new comes in":                                      {Kind: room.KindSettings, By: by, Reason: room.ReasonLocked, Settings: room.Settings{Locked: true}},
		"Maya opened a lobby: newcomers ask to come in":                                  {Kind: room.KindSettings, By: by, Reason: room.ReasonLobby, Settings: room.Settings{Lobby: true}},
		"Maya closed the lobby: newcomers come in by themselves":                         {Kind: room.KindSettings, By: by, Reason: room.ReasonLobby},
		"Maya set a password for newcomers":                                              {Kind: room.KindSettings, By: by, Reason: room.ReasonPassword, Settings: room.Settings{Password: true}},
		"Maya took the password away":                                                    {Kind: room.KindSettings, By: by, Reason: room.ReasonPassword},
		"Maya put Jon out":                                                               {Kind: room.KindExpel, By: by, To: jon, Reason: room.ReasonKick},
		"Maya put Jon out for good":                                                      {Kind: room.KindExpel, By: by, To: jon, Reason: room.ReasonBan},
		"Maya put Jon out for good, and everyone at the same address":                    {Kind: room.KindExpel, By: by, To: jon, Reason: room.ReasonBan, Private: &room.Private{Address: "192.0.2.1"}},
		"Maya let Jon back in":                                                           {Kind: room.KindRestore, By: by, To: jon},
		"Maya let Jon in":                                                                {Kind: room.KindAdmit, By: by, To: jon},
		"Maya made a new link: the old one lets nobody new in":                           {Kind: room.KindLink, By: by},
		"Maya made an invite":                                                            {Kind: room.KindInvite, By: by, Reason: room.ReasonMade},
		"Maya revoked an invite":                                                         {Kind: room.KindInvite, By: by, Reason: room.ReasonRevoked},
		"Maya lets an invite go on that was revoked":                                     {Kind: room.KindInvite, By: by, Reason: room.ReasonKept},
		"Maya comes in by an invite":                                                     {Kind: room.KindEnter, By: by},
		"Maya unlocked the room":                                                         {Kind: room.KindSettings, By: by, Reason: room.ReasonLocked},
		"Maya made Jon a co-host":                                                        {Kind: room.KindCoHost, By: by, To: jon, CoHosts: []room.Person{*jon}},
		"Maya made Jon a guest again":                                                    {Kind: room.KindCoHost, By: by, To: jon},
		"Maya lets the film play again when it ends":                                     {Kind: room.KindSettings, By: by, Reason: room.ReasonLoop, Settings: room.Settings{Loop: true}},
		"Maya lets the film end once it is over":                                         {Kind: room.KindSettings, By: by, Reason: room.ReasonLoop},
		"Once more from the beginning":                                                   {Kind: room.KindSeek, Reason: room.ReasonLoop},
		"Maya asks: What next?":                                                          {Kind: room.KindPoll, By: by, Poll: &room.Poll{Question: "What next?"}},
		"The poll has ended: Alien (5 of 8)":                                             {Kind: room.KindPoll, By: by, Poll: &room.Poll{Closed: 1, Options: []room.PollOption{{Text: "Heat", Votes: 3}, {Text: "Alien", Votes: 5}}}},
		"The poll has ended: Alien and Heat (2 of 4 each)":                               {Kind: room.KindPoll, By: by, Poll: &room.Poll{Closed: 1, Options: []room.PollOption{{Text: "Alien", Votes: 2}, {Text: "Heat", Votes: 2}}}},
		"The poll has ended: nobody has voted":                                           {Kind: room.KindPoll, By: by, Poll: &room.Poll{Closed: 1}},
		"Maya queued Alien":                                                              {Kind: room.KindQueue, By: by, Reason: room.ReasonQueued, Label: "Alien", Queue: &room.QueueChange{Count: 1}},
		"Maya queued 12 films":                                                           {Kind: room.KindQueue, By: by, Reason: room.ReasonQueued, Label: "Alien", Queue: &room.QueueChange{Count: 12}},
		"Maya took Alien out of the queue":                                               {Kind: room.KindQueue, By: by, Reason: room.ReasonUnqueued, Label: "Alien", Queue: &room.QueueChange{Count: 1}},
		"Maya put Alien back into the queue":                                             {Kind: room.KindQueue, By: by, Reason: room.ReasonRequeued, Label: "Alien", Queue: &room.QueueChange{Count: 1}},
		"Alien is no longer here: it is left out of the queue":                           {Kind: room.KindQueue, Reason: room.ReasonGone, Label: "Alien", Queue: &room.QueueChange{Count: 1}},
		"2 films of the queue are no longer here: they are left out":                     {Kind: room.KindQueue, Reason: room.ReasonGone, Label: "Alien", Queue: &room.QueueChange{Count: 2}},
		"Maya stopped the countdown to the next film":                                    {Kind: room.KindQueue, By: by, Reason: room.ReasonNext},
		"Maya skipped to Alien":                                                          {Kind: room.KindLoad, By: by, Reason: room.ReasonSkip, Media: &room.Media{Title: "Alien"}},
		"Maya put on Alien":                                                              {Kind: room.KindLoad, By: by, Reason: room.ReasonNext, Media: &room.Media{Title: "Alien"}},
		"Next: Alien":                                                                    {Kind: room.KindLoad, Reason: room.ReasonNext, Media: &room.Media{Title: "Alien"}},
		"Most wanted to go on: Alien":                                                    {Kind: room.KindLoad, Reason: room.ReasonSkip, Media: &room.Media{Title: "Alien"}},
		"Maya shuffled the queue":                                                        {Kind: room.KindSettings, By: by, Reason: room.ReasonShuffle, Settings: room.Settings{Shuffle: true}},
		"Maya lets the queue keep its order":                                             {Kind: room.KindSettings, By: by, Reason: room.ReasonShuffle},
		"":                                                                               {Kind: room.KindPause, Reason: room.ReasonEnd},
	} {
		if got := describe(e).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
