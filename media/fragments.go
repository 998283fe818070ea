package media

import (
	"slices"

	"github.com/Eyevinn/mp4ff/mp4"
)

// track is what the fragments' durations need to know of a track. Times are
// in ticks of the track's scale.
type track struct {
	scale    float64 // ticks a second
	duration float64 // by its own header, seconds
	first    uint64  // start of the earliest fragment
	last     uint64  // end of the latest
	timed    bool    // first and last are set
	sum      uint64  // of the durations of all fragments that were read
	untimed  bool    // a fragment names no start
}

// track looks at a trak: its id and its time scale.
func (m *movie) track(trak box) error {
	if len(m.tracks) >= maxTracks {
		return errTooMuch
	}
	var id uint32
	t := &track{}
	err := m.inside(trak, func(b box) error {
		switch b.kind {
		case "tkhd":
			tkhd, err := leaf[*mp4.TkhdBox](m, b, mp4.DecodeTkhd)
			if err != nil {
				return err
			}
			id = tkhd.TrackID
		case "mdia":
			return m.inside(b, func(b box) error {
				if b.kind != "mdhd" {
					return nil
				}
				mdhd, err := leaf[*mp4.MdhdBox](m, b, mp4.DecodeMdhd)
				if err != nil {
					return err
				}
				t.scale = float64(mdhd.Timescale)
				t.duration = seconds(mdhd.Duration, mdhd.Timescale, mdhd.Version)
				return nil
			})
		}
		return nil
	})
	m.tracks[id] = t
	return err
}

// extends looks at one box of the mvex, which announces fragments.
func (m *movie) extends(b box) error {
	switch b.kind {
	case "mehd":
		mehd, err := leaf[*mp4.MehdBox](m, b, mp4.DecodeMehd)
		if err != nil {
			return err
		}
		m.extended = mehd.FragmentDuration
	case "trex":
		trex, err := leaf[*mp4.TrexBox](m, b, mp4.DecodeTrex)
		if err != nil {
			return err
		}
		m.samples[trex.TrackID] = trex.DefaultSampleDuration
	}
	return nil
}

// fragments tells how many seconds the fragments last. The first and the last
// ones are enough when they name their times; otherwise all are added up.
func (m *movie) fragments() (float64, error) {
	const ends = 16
	some := m.moofs
	if len(some) > 2*ends {
		some = slices.Concat(some[:ends], some[len(some)-ends:])
	}
	if err := m.read(some); err != nil {
		return 0, err
	}
	untimed := false
	for _, t := range m.tracks {
		untimed = untimed || t.untimed
	}
	if untimed && len(some) < len(m.moofs) {
		if err := m.read(m.moofs[ends : len(m.moofs)-ends]); err != nil {
			return 0, err
		}
	}
	var longest float64
	for _, t := range m.tracks {
		if t.scale > 0 {
			longest = max(longest, t.length()/t.scale)
		}
	}
	return longest, nil
}

// length tells how many ticks the track lasts. Fragments may begin late, as in
// a recording of something live; but where the moov has samples of its own,
// they come before the fragments.
func (t *track) length() float64 {
	if !t.timed || t.untimed || t.last <= t.first {
		return float64(t.sum)
	}
	const gap = 0.5 // seconds
	if t.duration > 0 && float64(t.first) <= (t.duration+gap)*t.scale {
		return float64(t.last)
	}
	return float64(t.last - t.first)
}

// read adds up the given fragments.
func (m *movie) read(moofs []box) error {
	for _, moof := range moofs {
		err := m.inside(moof, func(b box) error {
			if b.kind != "traf" {
				return nil
			}
			return m.fragment(b)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fragment adds one track's part of a fragment.
func (m *movie) fragment(traf box) error {
	var t *track
	var sample uint32
	var start, length uint64
	timed := false
	err := m.inside(traf, func(b box) error {
		switch b.kind {
		case "tfhd":
			tfhd, err := leaf[*mp4.TfhdBox](m, b, mp4.DecodeTfhd)
			if err != nil {
				return err
			}
			if t = m.tracks[tfhd.TrackID]; t == nil {
				return nil
			}
			sample = m.samples[tfhd.TrackID]
			if tfhd.HasDefaultSampleDuration() {
				sample = tfhd.DefaultSampleDuration
			}
		case "tfdt":
			tfdt, err := leaf[*mp4.TfdtBox](m, b, mp4.DecodeTfdt)
			if err != nil {
				return err
			}
			start, timed = tfdt.BaseMediaDecodeTime(), true
		case "trun":
			trun, err := leaf[*mp4.TrunBox](m, b, mp4.DecodeTrun)
			if err != nil {
				return err
			}
			length += trun.Duration(sample)
		}
		return nil
	})
	if err == nil && t != nil {
		t.add(start, length, timed)
	}
	return err
}

func (t *track) add(start, length uint64, timed bool) {
	t.sum += length
	if !timed {
		t.untimed = true
		return
	}
	if !t.timed || start < t.first {
		t.first = start
	}
	t.last = max(t.last, start+length)
	t.timed = true
}
