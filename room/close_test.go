package room

import (
	"errors"
	"testing"
)

func TestOnlyTheAdminClosesAndReopensRooms(t *testing.T) {
	s := led(Everyone, Hosts, Everyone)
	for name, tt := range map[string]struct {
		by   *Person
		want bool
	}{"guest": {jon, false}, "co-host": {helper, false}, "host": {maya, false}, "admin": {ada, true}} {
		for _, c := range []Command{Close{}, Reopen{}} {
			if _, _, err := Decide(s, c, in(tt.by)); (err == nil) != tt.want || err != nil && !errors.Is(err, ErrForbidden) {
				t.Errorf("%s: %T: %v", name, c, err)
			}
		}
	}
}

func TestAClosedRoomStandsStillAndRefusesEverybody(t *testing.T) {
	s := led(Everyone, Hosts, Everyone)
	s.Playback.Paused, s.Playback.At = false, now
	later := in(ada)
	later.Now = now + 3000
	e, changes, err := Decide(s, Close{}, later)
	if err != nil || !changes || !e.Closed || !e.Playback.Paused || e.Playback.Position != s.Playback.Position+3 {
		t.Fatalf("closing: %+v %v %v", e, changes, err)
	}
	s = Apply(s, e, s.Revision+1)
	if !s.Closed || s.Used != later.Now {
		t.Fatalf("the state is %+v", s)
	}
	for _, c := range []Command{
		Play{}, Pause{}, Seek{}, SetRate{Rate: 2}, Load{}, ClaimHost{}, HandOver{}, Follow{}, Refresh{Media: s.Media}, SetTracks{}, Ready{},
		Set{}, Say{}, EditLine{}, DeleteLine{}, Appoint{},
	} {
		for _, by := range []*Person{jon, helper, maya, ada} {
			if _, _, err := Decide(s, c, in(by)); !errors.Is(err, ErrClosed) {
				t.Errorf("%T by %s: %v", c, by.Name, err)
			}
		}
	}
	if _, changes, err := Decide(s, Close{}, in(ada)); changes || err != nil {
		t.Errorf("closing it twice: %v %v", changes, err)
	}
	own := in(nil)
	fresh := s.Media
	fresh.Version = "v2"
	e, changes, err = Decide(s, Refresh{Media: fresh}, own)
	if err != nil || !changes || !e.Closed {
		t.Errorf("the room itself follows its film: %+v %v", e, err)
	}
	e, changes, err = Decide(s, Reopen{}, in(ada))
	if err != nil || !changes || e.Closed || !e.Playback.Paused {
		t.Fatalf("reopening: %+v %v", e, err)
	}
	if s = Apply(s, e, s.Revision+1); s.Closed {
		t.Error("it is still closed")
	}
}
