package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"goblet/media"
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// parseEnqueue takes a film of the library, with rest=true also those that follow
// it in its folder, or with url a film that lies elsewhere.
func parseEnqueue(s *Server, r *http.Request, f form) (room.Command, error) {
	if f.Has("url") {
		m, err := s.link(r, f)
		return room.Enqueue{Films: []room.Media{RoomMedia(m)}}, err
	}
	rest, err := f.truth("rest", false)
	if err != nil {
		return nil, err
	}
	m, err := s.library.Get(f.Get("media"))
	if err != nil {
		return nil, err
	}
	films := []room.Media{RoomMedia(m)}
	if rest {
		for _, next := range s.library.Following(m.ID) {
			films = append(films, RoomMedia(next))
		}
	}
	return room.Enqueue{Films: films[:min(len(films), room.MaxQueue)]}, nil
}

func parseUnqueue(_ *Server, _ *http.Request, f form) (room.Command, error) {
	all, err := f.truth("all", false)
	if err != nil || all {
		return room.Unqueue{All: all}, err
	}
	item, err := f.id("item")
	return room.Unqueue{Items: []uint64{item}}, err
}

func parseRequeue(_ *Server, _ *http.Request, f form) (room.Command, error) {
	removal, err := f.id("removal")
	return room.Requeue{Removal: removal}, err
}

func parseMove(_ *Server, _ *http.Request, f form) (room.Command, error) {
	c := room.Move{}
	for field, to := range map[string]*uint64{"item": &c.Item, "before": &c.Before, "behind": &c.Behind} {
		if field != "item" && !f.Has(field) {
			continue
		}
		id, err := f.id(field)
		if err != nil {
			return nil, err
		}
		*to = id
	}
	return c, nil
}

func parseUpvote(_ *Server, _ *http.Request, f form) (room.Command, error) {
	item, err := f.id("item")
	return room.Upvote{Item: item}, err
}

func parseVoteSkip(*Server, *http.Request, form) (room.Command, error) { return room.VoteSkip{}, nil }
func parsePlayNext(*Server, *http.Request, form) (room.Command, error) { return room.PlayNext{}, nil }
func parseCancelNext(*Server, *http.Request, form) (room.Command, error) {
	return room.CancelNext{}, nil
}

// id returns a field that must be the number of an event or of an item of the queue.
func (f form) id(field string) (uint64, error) {
	id, err := strconv.ParseUint(f.Get(field), 10, 64)
	if err != nil || id == 0 {
		return 0, badForm{"The field " + field + " must be an id."}
	}
	return id, nil
}

// queue answers with the queue as this viewer sees it.
func (s *Server) queue(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.memberAsking(r)
	if err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.QueueFragment(s.viewQueue(rm.State(), v.Viewer)))
	return nil
}

// queueOffer answers with the films that could be queued next.
func (s *Server) queueOffer(w http.ResponseWriter, r *http.Request) error {
	_, rm, err := s.memberAsking(r)
	if err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.QueueOfferPartial(s.offer(rm.State())))
	return nil
}

// viewQueue returns a room's queue as a viewer sees it.
func (s *Server) viewQueue(state room.State, viewer string) views.Queue {
	q := views.Queue{Shuffle: state.Settings.Shuffle, Offer: s.offer(state), List: make([]views.QueueItem, len(state.Queue.Items))}
	for i, item := range state.Queue.Items {
		q.List[i] = viewQueueItem(item)
		q.List[i].Voted = slices.Contains(state.Queue.Upvotes[item.ID], viewer)
		q.List[i].Watched = slices.Contains(state.Queue.Watched, item.Media)
	}
	q.Skipped = slices.Contains(state.Queue.Skippers, viewer)
	return q
}

// viewQueueItem returns a film of the queue as everyone sees it.
func viewQueueItem(item room.QueueItem) views.QueueItem {
	return views.QueueItem{
		ID: item.ID, Media: item.Media, Title: item.Title, Duration: item.Duration, By: item.By.Name, Votes: item.Votes,
		Elsewhere: item.URL != "",
	}
}

// viewQueueNews returns the films that an event has brought into the queue; of
// many none, since each page fetches the list for itself then.
func viewQueueNews(e room.Event) (list []views.QueueItem) {
	if e.Queue == nil || e.Reason == room.ReasonVoted || len(e.Queue.Items) > maxNews {
		return nil
	}
	for _, item := range e.Queue.Items {
		list = append(list, viewQueueItem(item))
	}
	return list
}

// maxNews is how many films of a queue an event shows at most: it goes to everybody.
const maxNews = 30

// offer returns the films that go on with the series of which the last film of the
// queue is, or the one that is on when there is none.
func (s *Server) offer(state room.State) (o views.QueueOffer) {
	last := state.Media.ID
	if n := len(state.Queue.Items); n > 0 {
		last = state.Queue.Items[n-1].Media
	}
	if media.IsLink(last) {
		return o
	}
	series := s.library.Series(last)
	if len(series) == 0 || slices.Contains(queued(state), series[0].ID) {
		return o
	}
	return views.QueueOffer{Media: series[0].ID, Title: series[0].Title, Rest: len(s.library.Following(last))}
}

func queued(state room.State) (films []string) {
	for _, item := range state.Queue.Items {
		films = append(films, item.Media)
	}
	return films
}

// describeQueue says what somebody did to the queue, or what became of it; it is silent when that is plain to see.
func describeQueue(e room.Event) words.Sentence {
	n := 1
	if e.Queue != nil {
		n = max(n, e.Queue.Count)
	}
	switch {
	case e.Reason == room.ReasonGone && n > 1:
		return words.Count(n, "{n} films of the queue are no longer here: they are left out", "{n} films of the queue are no longer here: they are left out")
	case e.Reason == room.ReasonGone:
		return words.Say("{film} is no longer here: it is left out of the queue", "film", e.Label)
	case e.By == nil:
		return words.Sentence{}
	}
	switch who := e.By.Name; e.Reason {
	case room.ReasonQueued:
		if n > 1 {
			return words.Count(n, "{who} queued {n} films", "{who} queued {n} films", "who", who)
		}
		return words.Say("{who} queued {film}", "who", who, "film", e.Label)
	case room.ReasonUnqueued:
		if n > 1 {
			return words.Count(n, "{who} took {n} films out of the queue", "{who} took {n} films out of the queue", "who", who)
		}
		return words.Say("{who} took {film} out of the queue", "who", who, "film", e.Label)
	case room.ReasonRequeued:
		if n > 1 {
			return words.Count(n, "{who} put {n} films back into the queue", "{who} put {n} films back into the queue", "who", who)
		}
		return words.Say("{who} put {film} back into the queue", "who", who, "film", e.Label)
	case room.ReasonNext:
		if e.Next == nil {
			return words.Say("{who} stopped the countdown to the next film", "who", who)
		}
	}
	return words.Sentence{}
}
