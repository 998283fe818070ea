package room

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
)

// FuzzRoom: any sequence of commands keeps the room's invariants, its seq is
// contiguous, and applying the log from the start gives the live state.
func FuzzRoom(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
	f.Add([]byte("\x00\x02\xff\xf0\x00\x00\x00\x00\x00\x00\x03\x02\x7f\xef\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, script []byte) {
		var live State
		var log [][]byte
		at := 1e12
		in := Circumstances{Present: func(string) (Person, bool) { return *jon, true }, Here: func() []Person { return []Person{*jon} }, Elsewhere: func(id string) bool { return id > "m" }}
		for i := 0; len(script) > 0 && i < 500; i++ {
			var c Command
			c, script = nextCommand(script)
			in.Action, in.Now, in.Lead, in.Seen = string(rune(0x4e00+i)), at, 80, live.Seq
			if in.By = maya; i%3 == 0 {
				in.By = jon
			}
			if _, own := c.(open); own || i%7 == 0 && !needsPerson(c) {
				in.By = nil
			}
			at += 777
			e, changes, err := Decide(live, c, in)
			if err != nil || !changes {
				continue
			}
			if e.Seq != live.Seq+1 {
				t.Fatalf("seq %d after %d", e.Seq, live.Seq)
			}
			data, err := json.Marshal(e)
			if err != nil {
				t.Fatalf("%+v can't be stored: %v", e, err)
			}
			log = append(log, data)
			live = Apply(live, e, e.Seq)
			checkInvariants(t, live, in.Now)
		}
		var again State
		for i, data := range log {
			var e Event
			if err := json.Unmarshal(data, &e); err != nil {
				t.Fatal(err)
			}
			again = Apply(again, e, uint64(i+1))
		}
		if !reflect.DeepEqual(live, again) {
			t.Fatalf("live  %+v\nfrom the log %+v", live, again)
		}
	})
}

func checkInvariants(t *testing.T, s State, now float64) {
	t.Helper()
	checkPoll(t, s)
	checkQueue(t, s)
	p := s.Playback
	position := s.PositionAt(now + 1e9)
	switch {
	case !finite(p.Position) || p.Position < 0 || !finite(position):
		t.Fatalf("position %v, later %v", p.Position, position)
	case s.Media.Duration > 0 && (p.Position > s.Media.Duration || position > s.Media.Duration):
		t.Fatalf("position %v, later %v, beyond %v", p.Position, position, s.Media.Duration)
	case !(p.Rate >= MinRate && p.Rate <= MaxRate):
		t.Fatalf("rate %v", p.Rate)
	case p.At > now+countdown || !finite(p.At):
		t.Fatalf("at %v lies too far after %v", p.At, now)
	case p.Waiting != (s.Wait != nil) || p.Waiting && !p.Paused:
		t.Fatalf("playback %+v waits for %+v", p, s.Wait)
	case len(s.awaited()) > maxAwaited || len(s.Behind) > maxBehind || len(s.Stops) > keptStops:
		t.Fatalf("%d are awaited, %d behind, %d stops", len(s.awaited()), len(s.Behind), len(s.Stops))
	case !(math.Abs(s.Tracks.Delay) <= MaxDelay) || s.Tracks.Audio < 0:
		t.Fatalf("tracks %+v", s.Tracks)
	case len(s.Chat.Lines) > KeptLines || fitting(s.Chat.Lines) != 0:
		t.Fatalf("%d lines of chat", len(s.Chat.Lines))
	case p.Media != s.Media.ID || p.Version != s.Media.Version:
		t.Fatalf("playback of %s %s, media %s %s", p.Media, p.Version, s.Media.ID, s.Media.Version)
	}
}

func needsPerson(c Command) bool {
	switch c.(type) {
	case ClaimHost, HandOver, Ready, Say, EditLine, DeleteLine, Ask, Vote, EndPoll, Enqueue, Unqueue, Requeue, Upvote, VoteSkip:
		return true
	}
	return false
}

// nextCommand takes a command and its number from the script.
func nextCommand(script []byte) (Command, []byte) {
	kind := script[0]
	var raw [8]byte
	n := copy(raw[:], script[1:])
	x := math.Float64frombits(binary.BigEndian.Uint64(raw[:]))
	m := Media{ID: string(rune('a' + kind%3)), Version: string(rune('0' + raw[7]%3)), Duration: float64(raw[6]) * 10}
	rest := script[1:]
	all := []Command{
		open{m}, Play{}, Pause{x}, Seek{x}, SetRate{x}, Load{m}, ClaimHost{}, HandOver{"jon"}, Follow{x},
		Refresh{m}, put{Media: m}, elect{"maya", *jon}, halt{1e12 + float64(raw[0])*1e4, ReasonEmpty}, SetRate{float64(raw[0]%17) / 4}, Seek{float64(raw[1])},
		SetTracks{Audio: new(int(raw[0]) - 9), Subtitle: new(strings.ToValidUTF8(string(raw[1:3]), "?")), Delay: &x},
		Ready{}, stall{[]Person{{string(rune('a' + raw[1]%40)), "x"}}, int(raw[2] % 16)}, release{[]string{string(rune('a' + raw[1]%40))}, raw[2]%5 == 0},
		regain{[]string{string(rune('a' + raw[1]%40))}}, muster{Ready: int(raw[1] % 2)}, finish{x}, Set{Loop: new(raw[1]%2 == 0)},
		NoteSubtitles{Media: m.ID, ID: strings.ToValidUTF8(string(raw[1:3]), "?"), Removed: raw[3]%2 == 0, Show: raw[4]%2 == 0},
		Say{Text: string(raw[1:]), Reply: uint64(raw[1])}, Say{Text: "@jon " + string(rune(binary.BigEndian.Uint16(raw[1:])))},
		EditLine{Line: uint64(raw[1]), Text: string(raw[2:4])}, DeleteLine{Line: uint64(raw[1])},
		Ask{string(raw[1:3]), strings.Split(string(raw[1:]), string(raw[2:3]))}, Vote{uint64(raw[1]), int(raw[2] % 10)}, EndPoll{uint64(raw[1])},
		MakeInvite{Hash: string(rune('a' + raw[1]%40)), Uses: int(raw[2]), For: float64(raw[3])}, RevokeInvite{string(rune('a' + raw[1]%40)), raw[2]%2 == 0},
		ComeIn{Caller{Viewer: "jon", Invite: string(rune('a' + raw[1]%40))}},
		Enqueue{[]Media{m, {ID: strings.ToValidUTF8(string(raw[1:3]), "?"), Title: "x"}}}, Unqueue{Items: []uint64{uint64(raw[1])}, All: raw[2]%8 == 0}, Requeue{uint64(raw[1])},
		Move{uint64(raw[1] % 16), uint64(raw[2] % 16), uint64(raw[3] % 3)}, Upvote{uint64(raw[1] % 16)}, upvote{uint64(raw[1] % 16), string(rune('a' + raw[2]%40))},
		PlayNext{first{uint64(raw[1] % 16), m, nil}}, CancelNext{}, advance{first{uint64(raw[1] % 16), m, nil}}, recount{}, VoteSkip{first{uint64(raw[1] % 16), m, nil}},
		skip{first{uint64(raw[1] % 16), m, nil}, string(rune('a' + raw[2]%40)), uint64(raw[3])}, drop{[]uint64{uint64(raw[1] % 16)}}, Set{Shuffle: new(raw[1]%2 == 0)},
		ballots{uint64(raw[1]), map[string]int{string(rune('a' + raw[2]%40)): int(raw[3] % 10), string(rune('a' + raw[4]%40)): int(raw[5]%10) - 1}},
	}
	switch c := all[int(kind)%len(all)]; c.(type) {
	case Pause, Seek, SetRate, Follow, halt, Load, Refresh, put, open, SetTracks:
		return c, rest[n:]
	default:
		return c, rest
	}
}
