package handlers

import (
	"fmt"
	"net/http"
	"strings"

	"goblet/room"
)

// arrival is how long after its page was made a browser is expected to be ready for the film, ms: measured in Chromium
// beside another one on two cores. Who is earlier waits for the moment, who is later seeks.
const arrival = 900

// opening returns the address at which the browser of a request is to begin to load the film of a room before any script
// has run, with the place where the room will be (Media Fragments URI 1.0), or "" if that is the scripts' business.
// known is what the film can be played as, nil if that isn't known yet.
//
// Chromium alone gains by it: WebKitGTK stops loading a film that comes before the player's elements are defined.
func (s *Server) opening(r *http.Request, state room.State, known *forms) string {
	if known == nil || len(known.Forms) == 0 || known.Forms[0].Name != "direct" || !strings.Contains(r.UserAgent(), "Chrome/") {
		return ""
	}
	at := state.Playback.PositionAt(s.now()+arrival, state.Media.Duration)
	return fmt.Sprintf("%s#t=%.6f", known.Forms[0].URL, at)
}
