package events

import (
	"cmp"
	"slices"
)

// text is the frames of a shard one after the other, as its viewers are written them in one turn: those that some viewer
// lacks. Places in it are bytes since the shard began.
type text struct {
	frames []placed
	end    uint64 // the place after the last of them

	batch []byte // several frames joined, or the rest of one and those after it
	from  uint64 // where the batch begins
}

// placed is a frame in a text.
type placed struct {
	frame
	at uint64 // where it begins
}

func (p placed) end() uint64 { return p.at + uint64(len(p.wire)) }

// after returns what follows a place, at most about a chunk, for a viewer who has the events up to the number known:
// those are left out. begins is where in the text it is from; there is no more when wire is empty.
func (t *text) after(place, known uint64) (wire []byte, begins uint64) {
	i, _ := slices.BinarySearchFunc(t.frames, place, func(p placed, place uint64) int { return cmp.Compare(p.end(), place+1) })
	for ; i < len(t.frames) && t.frames[i].at >= place && t.frames[i].had(known); i++ {
		place = t.frames[i].end()
	}
	switch {
	case i == len(t.frames):
		return nil, t.end
	case i == len(t.frames)-1 || t.skips(i+1, known):
		return t.frames[i].wire[place-t.frames[i].at:], place
	case len(t.batch) == 0 || t.from != place:
		t.join(i, place)
	}
	return t.batch, place
}

// had reports whether f is an event that is known.
func (f frame) had(known uint64) bool { return f.seq != 0 && f.seq <= known }

// skips reports whether any of the frames from index i on is left out for a viewer who has the events up to known: it
// would be the first of the events.
func (t *text) skips(i int, known uint64) bool {
	for _, f := range t.frames[i:] {
		if f.seq != 0 {
			return f.had(known)
		}
	}
	return false
}

// join makes the batch that begins at a place within the frame of index i.
func (t *text) join(i int, place uint64) {
	t.from = place
	t.batch = append(t.batch[:0], t.frames[i].wire[place-t.frames[i].at:]...)
	for _, f := range t.frames[i+1:] {
		if len(t.batch)+len(f.wire) > chunk {
			return
		}
		t.batch = append(t.batch, f.wire...)
	}
}

// withoutFirst drops the frames that end before a place or there.
func withoutFirst(frames []placed, place uint64) []placed {
	n := 0
	for n < len(frames) && frames[n].end() <= place {
		n++
	}
	clear(frames[:n])
	if frames = frames[n:]; len(frames) == 0 && cap(frames) > keep {
		return nil
	}
	return frames
}
