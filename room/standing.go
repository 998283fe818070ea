package room

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Standing is how those who are here are doing, as everyone may see it.
type Standing struct {
	Viewers []ViewerStanding `json:"viewers"` // who has reported lately; of rooms larger than [sample] nobody
	Skew    *float64         `json:"skew"`    // milliseconds between the first and the last who play; nil: fewer than two do
	Playing int              `json:"playing"` // how many the skew is of
}

// ViewerStanding is how one viewer is doing, as its own player says.
type ViewerStanding struct {
	ID        string  `json:"id"`
	State     string  `json:"state"`     // playing, paused, waiting or away
	Drift     float64 `json:"drift"`     // milliseconds, positive = ahead of the room
	Delay     float64 `json:"delay"`     // milliseconds, one way
	Buffer    float64 `json:"buffer"`    // seconds of film that are loaded
	Transport string  `json:"transport"` // events, post or poll; "" = not said
}

// At least this is between two standings that a room tells. Large rooms tell
// less often, since each goes to everybody.
const (
	standingEvery      = 2 * time.Second
	standingEveryLarge = 10 * time.Second
)

// fresh returns what the viewer's player has said of itself, unless that is too
// old to mean anything at now (Unix milliseconds).
func (p *presence) fresh(now float64) (Status, bool) {
	if p.status == nil || now-p.status.At > freshness {
		return Status{}, false
	}
	return *p.status, true
}

// standing returns how those who are here are doing at now (Unix milliseconds).
func (r *roster) standing(now float64) Standing {
	s := Standing{Viewers: []ViewerStanding{}}
	first, last := math.Inf(-1), math.Inf(1)
	few := r.count() <= sample
	for id, p := range r.here {
		st, ok := p.fresh(now)
		if !ok {
			continue
		}
		if st.State == "playing" && p.node == "" {
			s.Playing++
			first, last = max(first, st.Drift), min(last, st.Drift)
		}
		if few {
			s.Viewers = append(s.Viewers, ViewerStanding{
				id, st.State, tenth(st.Drift), tenth(st.Delay), tenth(st.Buffer), st.Transport,
			})
		}
	}
	for _, o := range r.others {
		if o.Sum.Playing > 0 {
			s.Playing += o.Sum.Playing
			first, last = max(first, o.Sum.First), min(last, o.Sum.Last)
		}
	}
	if s.Playing > 1 {
		skew := tenth(first - last)
		s.Skew = &skew
	}
	slices.SortFunc(s.Viewers, func(a, b ViewerStanding) int { return cmp.Compare(a.ID, b.ID) })
	return s
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// Changes smaller than these are nothing that anybody wants to be told.
const (
	noticeDrift = 2   // milliseconds
	noticeDelay = 5   // milliseconds, or a quarter if that is more
	noticeFilm  = 2   // seconds of film that are loaded, while they are few
	plentyFilm  = 10  // seconds that are not few any more
	noticePart  = 1.3 // factor by which many seconds, or a long delay, differ
)

// differs reports whether somebody who has been told of before should be told of s.
func (s Standing) differs(before Standing) bool {
	if s.Playing != before.Playing || (s.Skew == nil) != (before.Skew == nil) {
		return true
	}
	if s.Skew != nil && math.Abs(*s.Skew-*before.Skew) >= noticeDrift {
		return true
	}
	return !slices.EqualFunc(s.Viewers, before.Viewers, func(a, b ViewerStanding) bool { return !a.differs(b) })
}

func (v ViewerStanding) differs(before ViewerStanding) bool {
	return v.ID != before.ID || v.State != before.State || v.Transport != before.Transport ||
		math.Abs(v.Drift-before.Drift) >= noticeDrift ||
		math.Abs(v.Delay-before.Delay) >= noticeDelay && apart(v.Delay, before.Delay) ||
		math.Abs(v.Buffer-before.Buffer) >= noticeFilm && (min(v.Buffer, before.Buffer) < plentyFilm || apart(v.Buffer, before.Buffer))
}

func apart(a, b float64) bool { return max(a, b) >= noticePart*min(a, b) }

// telling is what the audience was told last; guarded by Room.mu.
type telling struct {
	told    Standing
	last    time.Time
	pending *time.Timer
	afresh  bool // tell even what is not new: somebody has come
}

// Standing returns how those who are here are doing.
func (r *Room) Standing() Standing {
	now := r.rooms.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.roster.standing(now)
}

// tellStanding tells the audience how those who are here are doing, if there is
// news of it, as soon as the time since the last is up. mu is held.
func (r *Room) tellStanding() {
	if r.telling.pending != nil {
		return
	}
	every := standingEvery
	if r.roster.count() > sample {
		every = standingEveryLarge
	}
	wait := max(0, every-time.Since(r.telling.last))
	r.telling.pending = time.AfterFunc(wait, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.telling.pending, r.telling.last = nil, time.Now()
		s := r.roster.standing(r.rooms.now())
		if !r.telling.afresh && !s.differs(r.telling.told) {
			return
		}
		r.telling.told, r.telling.afresh = s, false
		r.rooms.audience.Standing(r.id, s)
	})
}
