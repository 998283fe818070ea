package handlers

import (
	"net/http"
	"strconv"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

func parseAsk(_ *Server, _ *http.Request, f form) (room.Command, error) {
	return room.Ask{Question: f.Get("question"), Options: f.Values["option"]}, nil
}

func parseVote(_ *Server, _ *http.Request, f form) (room.Command, error) {
	poll, err := f.poll()
	if err != nil {
		return nil, err
	}
	option, err := strconv.Atoi(f.Get("option"))
	if err != nil {
		return nil, badForm{"The field option must be the number of an option."}
	}
	return room.Vote{Poll: poll, Option: option}, nil
}

func parseEndPoll(_ *Server, _ *http.Request, f form) (room.Command, error) {
	poll, err := f.poll()
	return room.EndPoll{Poll: poll}, err
}

// poll returns the id of a poll.
func (f form) poll() (uint64, error) {
	id, err := strconv.ParseUint(f.Get("poll"), 10, 64)
	if err != nil || id == 0 {
		return 0, badForm{"The field poll must be the id of a poll."}
	}
	return id, nil
}

// poll answers with the poll as this viewer sees it.
func (s *Server) poll(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.memberAsking(r)
	if err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.PollCard(s.viewPoll(rm.State(), v.Viewer)))
	return nil
}

// pollStays is for how many milliseconds newcomers are shown how a poll has ended.
const pollStays = 10 * 60 * 1000

// viewPoll returns a room's poll as a viewer sees it, nil if there is nothing to be shown.
func (s *Server) viewPoll(state room.State, viewer string) *views.Poll {
	if state.Poll == nil || state.Poll.Closed != 0 && s.now()-state.Poll.Closed > pollStays {
		return nil
	}
	p := viewTallies(*state.Poll)
	if option, voted := state.Votes[viewer]; voted {
		p.Choice = option
	}
	return &p
}

// viewTallies returns a poll as everyone sees it.
func viewTallies(p room.Poll) views.Poll {
	v := views.Poll{ID: p.ID, Question: p.Question, By: views.Viewer{ID: p.By.ID, Name: p.By.Name}, Closed: p.Closed != 0, Voters: p.Voters(), Choice: -1}
	for _, o := range p.Options {
		v.Options = append(v.Options, views.PollOption(o))
	}
	for _, o := range p.Leading() {
		v.Leading = append(v.Leading, views.PollOption(o))
	}
	return v
}

// describePoll says what somebody asked, or how a poll has ended.
func describePoll(e room.Event) words.Sentence {
	if e.Poll.Closed != 0 {
		return words.Say("The poll has ended: {result}", "result", viewTallies(*e.Poll).Result())
	}
	return words.Say("{who} asks: {question}", "who", e.By.Name, "question", e.Poll.Question)
}
