// Package views renders Goblet's pages and the fragments that streams carry into them.
//
// Every component is fed by the plain structs of this file, so that a page can be
// rendered, tested and looked at without a room, a library or a server behind it.
// Whatever a person may have typed (names, titles, folders) is escaped by templ.
package views

// Viewer is one browser in a room.
type Viewer struct {
	ID    string // public, not a secret
	Name  string
	Color string // "hue-0" to "hue-11"; anything else is shown as "hue-0"
	Emoji string // the avatar, "" = the first letter of Name
	Host  bool
	// CoHost: may do nearly all that the host may.
	CoHost bool
}

// Spots are one viewer's places in one film, in seconds; nil means none.
type Spots struct {
	Media string
	Kept  *float64 // saved with "Save my spot"
	Left  *float64 // where the viewer was last
}

// Room is what RoomPage shows.
type Room struct {
	ID       string
	Preview  Preview // zero for who has been here
	Me       Viewer
	Snapshot []byte // JSON, as GET /r/{room}/state answers it
	Film     Film
	FormsAt  string // address of the list of Film's forms that the scripts will ask for, may be empty
	Films    Films
	Role     string // of Me: guest, cohost, host or admin
	MayLoad  bool   // Me may choose the film
	Led      bool   // guests don’t move the film
	Viewers  []Viewer
	Count    int // of viewers here, also those whom Viewers leaves out
	Spots    Spots
	Notes    []FilmNote // on what is being done with Film

	Settings  Settings
	Readiness Readiness // during a ready check

	Door Door

	Chat  []ChatLine // the newest lines, oldest first
	Older bool       // there are lines before them

	Queue Queue

	Poll    *Poll      // nil: there is none
	Palette []Reaction // what viewers can react with

	Uploads   bool     // films can be uploaded here, by the host at least
	MayUpload bool     // Me may upload even as a guest
	Own       []Upload // by Me
}

// Settings are how a room behaves.
type Settings struct {
	Wait string // for everyone: auto, on or off
	Loop bool   // the film plays again when it has ended

	Preset              string // equal, lead, cinema, or "" when it is none of these
	Control, Load, Chat string // who may: everyone or hosts
}

// Readiness is how far the viewers are during a ready check; Count and Ready are
// of all, List of some.
type Readiness struct {
	Count, Ready int
	List         []ReadyViewer
}

// ReadyViewer is how far one viewer is. Buffer is in whole seconds.
type ReadyViewer struct {
	Viewer
	Joined, Away, Loaded, Clock, Ready bool
	Buffer                             float64
	Fill                               float64 // how many times as fast as it plays the film comes in, if too slow
	Fix                                string  // browser, smaller, wait; "" = nothing is known to be wrong
	Wait                               float64 // seconds
}
