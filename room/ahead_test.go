package room

import (
	"math"
	"testing"
)

// arrived is a film of 100 s of which the first so many seconds are there.
func arrived(until float64) Ahead {
	return func(position float64) (float64, bool) { return max(0, until-position), until >= 100 }
}

func waitingRoom() State {
	s := watching(true)
	s.Playback.Waiting = true
	s.Wait = &Wait{Cause: CauseUpload, Since: now}
	return s
}

func TestARoomWaitsForTheUploadOfItsFilm(t *testing.T) {
	stands := func(position float64) Playback {
		return Playback{Media: "bunny", Version: "v1", Paused: true, Position: position, Rate: 1, At: now}
	}
	waits := func(position float64) Playback {
		p := stands(position)
		p.Waiting = true
		return p
	}
	plays := func(position float64) Playback {
		return Playback{Media: "bunny", Version: "v1", Position: position, Rate: 1, At: now + 80}
	}
	for _, tt := range []struct {
		name  string
		state State
		there float64
		cmd   Command
		by    *Person
		kind  Kind
		why   Reason
		want  Playback
	}{
		{"a playing room that runs dry waits", watching(false), 61, starve{}, nil, KindPause, ReasonUpload, waits(60)},
		{"with enough ahead it goes on by itself", waitingRoom(), 58, feed{plenty}, nil, KindPlay, ReasonUpload, plays(50)},
		{"with all of the film there, too", waitingRoom(), 100, feed{plenty}, nil, KindPlay, ReasonUpload, plays(50)},
		{"play where nothing has arrived waits, then plays", watching(true), 50, Play{}, maya, KindPlay, ReasonUpload, waits(50)},
		{"play where a little has arrived plays", watching(true), 53, Play{}, maya, KindPlay, "", plays(50)},
		{"a pause ends the waiting", waitingRoom(), 50, Pause{50.1}, maya, KindPause, "", stands(50)},
		{"a seek to what is there goes on", waitingRoom(), 50, Seek{10}, maya, KindSeek, "", plays(10)},
		{"a seek to what is missing waits there", watching(false), 62, Seek{80}, maya, KindSeek, ReasonUpload, waits(80)},
		{"a seek of a paused room stays paused", watching(true), 50, Seek{80}, maya, KindSeek, "", stands(80)},
		{"nobody is left to wait", waitingRoom(), 50, halt{now, ReasonEmpty}, nil, KindPause, ReasonEmpty, stands(50)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, changes, err := Decide(tt.state, tt.cmd, Circumstances{Now: now, Lead: 80, By: tt.by, Action: "a", Seen: 7, Ahead: arrived(tt.there)})
			if err != nil || !changes {
				t.Fatalf("changes %v, error %v", changes, err)
			}
			if e.Kind != tt.kind || e.Reason != tt.why || e.Playback != tt.want {
				t.Errorf("%s (%s) %+v, want %s (%s) %+v", e.Kind, e.Reason, e.Playback, tt.kind, tt.why, tt.want)
			}
		})
	}
}

func TestARoomThatCanPlayDoesNotWait(t *testing.T) {
	for name, tt := range map[string]struct {
		state State
		there float64
		cmd   Command
	}{
		"enough is ahead":                      {watching(false), 62, starve{}},
		"the rest of the film is ahead":        {watching(false), 100, starve{}},
		"a paused room does not run dry":       {watching(true), 50, starve{}},
		"a waiting room is already waiting":    {waitingRoom(), 50, starve{}},
		"too little to go on":                  {waitingRoom(), 57, feed{plenty}},
		"somebody paused it":                   {watching(true), 100, feed{plenty}},
		"play while it waits changes nothing":  {waitingRoom(), 50, Play{}},
		"a seek to where it waits is as it is": {waitingRoom(), 50, Seek{50}},
	} {
		t.Run(name, func(t *testing.T) {
			in := Circumstances{Now: now, Lead: 80, By: maya, Action: "a", Seen: 7, Ahead: arrived(tt.there)}
			if e, changes, err := Decide(tt.state, tt.cmd, in); changes || err != nil {
				t.Errorf("it becomes %+v, error %v", e, err)
			}
		})
	}
}

func TestAFastUploadNeedsLessAhead(t *testing.T) {
	for name, tt := range map[string]struct {
		first, there, after, rate, pace float64
		ranDry                          bool
		want                            float64
	}{
		"nothing is known yet":                        {0, 3, 100, 1, 0, false, plenty},
		"it arrives twice as fast as it plays":        {0, 2, 1000, 1, 0, false, dry},
		"it arrives as fast as it plays":              {0, 2, 2000, 1, 0, false, plenty},
		"what was there before counts for little":     {5, 6, 1000, 1, 0, false, plenty},
		"at double speed twice as fast is even":       {0, 2, 1000, 2, 0, false, plenty},
		"the whole upload is fast":                    {0, 0, 100, 1, 2.5, false, dry},
		"the whole upload is only a little faster":    {0, 0, 100, 1, 1.5, false, plenty},
		"at double speed the same upload is too slow": {0, 0, 100, 2, 2.5, false, plenty},
		"it was as fast when the room ran dry":        {0, 0, 100, 1, 2.5, true, plenty},
	} {
		t.Run(name, func(t *testing.T) {
			h := hunger{7, now, tt.first, tt.ranDry}
			if got := h.need(tt.there, now+tt.after, tt.rate, tt.pace); got != tt.want {
				t.Errorf("it needs %g s, want %g", got, tt.want)
			}
		})
	}
}

func TestWaitingIsMeasuredFromWhenTheFilmBeginsToArrive(t *testing.T) {
	h := hunger{seq: 6, since: now - 9000, ranDry: true}.look(7, now, 0)
	if h = h.look(7, now+1000, 0); h != (hunger{7, now + 1000, 0, true}) {
		t.Errorf("while nothing is there: %+v", h)
	}
	if later := h.look(7, now+2000, 2); later != h {
		t.Errorf("it began at %+v, then at %+v", h, later)
	}
	if other := h.look(9, now+3000, 2); other != (hunger{9, now + 3000, 2, false}) {
		t.Errorf("after a seek: %+v", other)
	}
}

func TestAWaitingRoomKeepsItsSpeed(t *testing.T) {
	in := Circumstances{Now: now, Lead: 80, By: maya, Action: "a", Seen: 7, Ahead: arrived(50)}
	e, _, err := Decide(waitingRoom(), SetRate{2}, in)
	if err != nil || !e.Playback.Waiting || !e.Playback.Paused || e.Playback.Rate != 2 {
		t.Errorf("%+v, %v", e.Playback, err)
	}
}

func TestAnotherFilmIsPutOnOnlyInPlaceOfTheOneThatWasRemoved(t *testing.T) {
	other := Media{ID: "sintel", Version: "s1"}
	in := Circumstances{Now: now, Action: "a"}
	e, changes, err := Decide(watching(false), put{other, "bunny", ReasonRemoved}, in)
	if err != nil || !changes || e.Playback.Media != "sintel" || !e.Playback.Paused || e.Reason != ReasonRemoved {
		t.Errorf("%+v, %v, %v", e, changes, err)
	}
	if e, changes, err := Decide(watching(false), put{other, "cosmos", ReasonRemoved}, in); changes || err != nil {
		t.Errorf("another film was removed, and it becomes %+v, %v", e, err)
	}
}

// FuzzAheadLeadsToAPlaybackThatMakesSense lets any amount be ahead of any command.
func FuzzAheadLeadsToAPlaybackThatMakesSense(f *testing.F) {
	f.Add(50.0, 60.0, uint8(0), true)
	f.Fuzz(func(t *testing.T, position, there float64, which uint8, paused bool) {
		commands := []Command{Play{}, Pause{position}, Seek{position}, SetRate{2}, starve{}, feed{plenty}, halt{now, ReasonEmpty}}
		e, changes, err := Decide(watching(paused), commands[int(which)%len(commands)],
			Circumstances{Now: now, Lead: 80, By: maya, Action: "a", Seen: 7, Ahead: arrived(there)})
		if err != nil || !changes {
			return
		}
		p := e.Playback
		if p.Waiting && !p.Paused || !(p.Position >= 0 && p.Position <= 100) || math.IsNaN(p.At) {
			t.Errorf("%+v", p)
		}
	})
}

func TestARoomDoesByHearsayOnlyWhatLastingWordCallsFor(t *testing.T) {
	const now = 1e12
	h, c := hearsay{}.heard(starve{}, 7, now)
	if c != nil {
		t.Fatal("word that has just come stops the room")
	}
	if _, c := h.heard(starve{}, 7, now+tardy-1); c != nil {
		t.Error("the room is stopped too early")
	}
	if _, c := h.heard(starve{}, 7, now+tardy); c == nil {
		t.Error("the room is not stopped")
	}
	for what, next := range map[string]struct {
		c   Command
		seq uint64
	}{"the contrary": {feed{1}, 7}, "something new in the room": {starve{}, 8}, "better word": {nil, 7}} {
		other, c := h.heard(next.c, next.seq, now+1000)
		if c != nil {
			t.Errorf("%s is done at once", what)
		}
		if _, c := other.heard(starve{}, next.seq, now+tardy); c != nil {
			t.Errorf("after %s the time goes on", what)
		}
	}
}
