package room

import (
	"slices"
	"time"

	"goblet/words"
)

// Reaction is an emoji with which viewers react, and its name.
type Reaction struct {
	Emoji string
	Name  words.Sentence
}

// palette are the reactions in the order in which pages offer them.
var palette = []Reaction{
	{"👏", words.Say("Applause")}, {"😂", words.Say("Laughing")}, {"❤️", words.Say("Love")}, {"😮", words.Say("Astonished")}, {"😢", words.Say("Crying")}, {"😱", words.Say("Scared")},
	{"🔥", words.Say("Fire")}, {"🎉", words.Say("Party")}, {"👍", words.Say("Thumbs up")}, {"👎", words.Say("Thumbs down")}, {"🤔", words.Say("Thinking")}, {"🍿", words.Say("Popcorn")},
}

// Palette returns the reactions that rooms take, in the order in which pages offer them.
func Palette() []Reaction { return slices.Clone(palette) }

// Reactions are how often each emoji was given since the last ones that were told.
type Reactions struct {
	Counts map[string]int `json:"counts"`
}

// reactEvery is the least time between two Reactions, however many react.
const reactEvery = 250 * time.Millisecond

// reacting collects reactions; guarded by Room.mu. It holds no more than the palette does.
type reacting struct {
	counts  map[string]int // on all nodes
	ours    map[string]int // of these, on this node
	last    time.Time
	pending *time.Timer
}

// React tells everyone that somebody reacts: whoever may write may. Nothing of it
// is kept.
func (r *Room) React(by Actor, emoji string) error {
	if !slices.ContainsFunc(palette, func(x Reaction) bool { return x.Emoji == emoji }) {
		return fault("There is no such reaction.")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.state.May(r.state.Role(by.ID, by.Admin), RightChat); err != nil {
		return err
	}
	if r.reacting.ours == nil {
		r.reacting.ours = map[string]int{}
	}
	r.reacting.ours[emoji]++
	r.reacting.add(map[string]int{emoji: 1})
	r.tellReactions()
	return nil
}

// add collects reactions of the palette.
func (x *reacting) add(counts map[string]int) {
	if x.counts == nil {
		x.counts = map[string]int{}
	}
	for _, known := range palette {
		if n := counts[known.Emoji]; n > 0 {
			x.counts[known.Emoji] += n
		}
	}
}

// tellReactions tells the audience what was collected, and the other nodes what was
// here, now or when the time since the last ones is up. mu is held.
func (r *Room) tellReactions() {
	if r.reacting.pending != nil {
		return
	}
	if wait := reactEvery - time.Since(r.reacting.last); wait > 0 {
		r.reacting.pending = time.AfterFunc(wait, func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.reacting.pending = nil
			r.tellReactions()
		})
		return
	}
	told, ours := Reactions{r.reacting.counts}, r.reacting.ours
	r.reacting.counts, r.reacting.ours, r.reacting.last = nil, nil, time.Now()
	r.rooms.audience.Reactions(r.id, told)
	if ours != nil {
		r.say(remark{Reactions: ours})
	}
}
