package views

import (
	"context"
	"strconv"
	"strings"
)

// Queue is what comes after the film that is on.
type Queue struct {
	List    []QueueItem // the next one first
	Offer   QueueOffer
	Shuffle bool
	Skipped bool // the viewer wants to skip the film that is on
}

// QueueItem is a film of the queue.
type QueueItem struct {
	ID        uint64
	Media     string
	Title     string
	Duration  float64 // seconds, 0 = unknown
	By        string  // name of who added it, "" = nobody
	Votes     int
	Elsewhere bool // it is no film of the library
	Voted     bool // the viewer has voted for it
	Watched   bool // the room has watched it to its end
}

// QueueOffer is a film that goes on with a series; the zero one is none.
type QueueOffer struct {
	Media string
	Title string
	Rest  int // how many films the folder has from it on
}

func (i QueueItem) id() string { return strconv.FormatUint(i.ID, 10) }

// facts joins what is known of an item: "24 min · Maya".
func (i QueueItem) facts(ctx context.Context) string {
	var known []string
	for _, fact := range []string{length(ctx, i.Duration), i.By} {
		if fact != "" {
			known = append(known, fact)
		}
	}
	if i.Elsewhere {
		known = append(known, t(ctx, "by link"))
	}
	if i.Watched {
		known = append(known, t(ctx, "watched"))
	}
	return strings.Join(known, " · ")
}

// sum is what the scripts write, too: how many films, and how long they last.
func (q Queue) sum(ctx context.Context) string {
	all := 0.0
	for _, item := range q.List {
		all += item.Duration
	}
	switch text := length(ctx, all); {
	case len(q.List) == 0:
		return ""
	case text == "":
		return say(ctx, filmsOf(len(q.List)))
	default:
		return say(ctx, filmsOf(len(q.List))) + " · " + text
	}
}
