package views

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"goblet/words"
)

// Admin is what AdminPage shows. Sizes are in bytes.
type Admin struct {
	Now  time.Time
	Done string        // what was done a moment ago, a sentence
	Link *NewAdminLink // nil: none was made

	Rooms       []AdminRoom
	RoomCount   int // of all pages
	Page, Pages int
	Open        int // rooms in memory

	Viewers    int
	Transports map[string]int // viewers by how they hear of events
	Skew       float64        // milliseconds, median over rooms
	SkewKnown  bool
	Delay      float64 // milliseconds one way, median over viewers
	DelayKnown bool

	Films   AdminFilms
	Uploads []AdminUpload

	Data               string // folder
	Free, Total, Floor int64  // of its disk; Total 0 = not known
	Bars               []AdminBar

	Limits []AdminLimit

	Deeds      []AdminDeed
	Before     uint64 // the records shown are older than that one; 0 = they are the newest
	OlderDeeds uint64 // there are older ones than that; 0 = there are none
}

// NewAdminLink is a one-time link that has just been made.
type NewAdminLink struct {
	URL string
	QR  string // data: address of its QR code, may be empty
}

// AdminRoom is a room as the admin sees it. Position and Duration are in seconds.
type AdminRoom struct {
	ID                       string
	FilmTitle                string
	Position, Duration       float64
	Playing, Waiting, Closed bool
	Locked                   bool
	Viewers                  []string // names of some
	Count                    int      // of all
	Host                     string   // name, "" while nobody is there
	Used                     time.Time
	Lines                    int  // of the chat that are at hand
	Older                    bool // there are more
	Out                      []AdminOutcast
}

// AdminOutcast is somebody who was put out of a room.
type AdminOutcast struct {
	ID, Name, By string
	At           time.Time
	Ban          bool   // for good
	Network      string // kept out, too; "" = none
}

// kind says for how long, and what else is kept out.
func (o AdminOutcast) kind(ctx context.Context) string {
	known := []string{t(ctx, "until let back in")}
	if o.Ban {
		known[0] = t(ctx, "for good")
	}
	if o.Network != "" {
		known = append(known, t(ctx, "with {address}", "address", o.Network))
	}
	return series(ctx, known)
}

// AdminFilms are the films of the library, summed up.
type AdminFilms struct {
	Count, Uploaded int
	Bytes           int64
	Folders         []string // none: the sample is shown
	Store           string   // address, "" = none
	Trouble         string   // with the store, "" = none
}

// AdminUpload is an upload that is not a film yet.
type AdminUpload struct {
	ID, Name   string
	Who        string // name, "" of who is in no room
	Mine       bool
	Size, Have int64
	Rate       float64 // bytes a second
	Problem    string
	Began      time.Time // zero: not known
}

// AdminBar is how much of something is used up; Limit 0 = there is none.
type AdminBar struct {
	Name        string
	Used, Limit int64
	Flag        string
}

// AdminLimit is something that was set when Goblet was started.
type AdminLimit struct{ What, Value, Flag string }

// AdminDeed is something that was administered.
type AdminDeed struct {
	At         time.Time
	Name, Role string
	What       string
	Room       string // id, "" = none
	From       string // address
}

// low reports whether uploads stop for want of space.
func (a Admin) low() bool { return a.Data != "" && a.Free < a.Floor }

// viewersFacts says how they are connected, and how they are doing.
func (a Admin) viewersFacts(ctx context.Context) string {
	if a.Viewers == 0 {
		return t(ctx, "Nobody watches right now")
	}
	var known []string
	if n := a.Transports["events"]; n > 0 {
		known = append(known, tn(ctx, n, "{n} by event stream", "{n} by event stream"))
	}
	if n := a.Transports["post"]; n > 0 {
		known = append(known, tn(ctx, n, "{n} by posted stream", "{n} by posted stream"))
	}
	if n := a.Transports["poll"]; n > 0 {
		known = append(known, tn(ctx, n, "{n} by polling", "{n} by polling"))
	}
	if n := a.Transports["unknown"]; n > 0 {
		known = append(known, tn(ctx, n, "{n} not yet known how", "{n} not yet known how"))
	}
	if a.DelayKnown {
		known = append(known, t(ctx, "{ms} ms away (median)", "ms", fmt.Sprintf("%.0f", a.Delay)))
	}
	if a.SkewKnown {
		known = append(known, t(ctx, "{ms} ms apart (median of rooms)", "ms", fmt.Sprintf("%.0f", a.Skew)))
	}
	return strings.Join(known, " · ")
}

func (f AdminFilms) facts(ctx context.Context) string {
	if f.Uploaded > 0 {
		return tn(ctx, f.Uploaded, "{size}, {n} uploaded", "{size}, {n} uploaded", "size", words.Bytes(f.Bytes))
	}
	return say(ctx, words.Bytes(f.Bytes))
}

// state is what a room does.
func (r AdminRoom) state() string {
	switch {
	case r.Closed:
		return "closed"
	case r.Waiting:
		return "waiting"
	case r.Playing:
		return "playing"
	}
	return "paused"
}

// stateWords says what a room does, in a word.
func (r AdminRoom) stateWords(ctx context.Context) string {
	switch r.state() {
	case "closed":
		return t(ctx, "closed")
	case "waiting":
		return t(ctx, "waiting")
	case "playing":
		return t(ctx, "playing")
	}
	return t(ctx, "paused")
}

// place says where the film stands.
func (r AdminRoom) place(ctx context.Context) string {
	if r.Duration > 0 {
		return t(ctx, "{part} of {whole}", "part", Clock(r.Position), "whole", Clock(r.Duration))
	}
	return Clock(r.Position)
}

// who names those who watch, the host first.
func (r AdminRoom) who(ctx context.Context) string {
	if r.Count == 0 {
		return t(ctx, "nobody")
	}
	names := r.Viewers
	const most = 6
	if more := r.Count - most; len(names) > most && more > 0 {
		return tn(ctx, more, "{names} and {n} more", "{names} and {n} more", "names", series(ctx, names[:most]))
	}
	return series(ctx, names)
}

func (r AdminRoom) lines(ctx context.Context) string {
	switch {
	case r.Lines == 0:
		return t(ctx, "none")
	case r.Older:
		return t(ctx, "over {count}", "count", r.Lines)
	}
	return strconv.Itoa(r.Lines)
}

// by says who uploads.
func (u AdminUpload) by(ctx context.Context) string {
	switch {
	case u.Mine:
		return t(ctx, "By you")
	case u.Who == "":
		return t(ctx, "By somebody who is in no room now")
	}
	return t(ctx, "By {name}", "name", u.Who)
}

// facts says how far an upload is, and how fast it comes.
func (u AdminUpload) facts(ctx context.Context, now time.Time) string {
	if u.Problem != "" {
		return u.Problem
	}
	known := []string{t(ctx, "{part} of {whole}", "part", Percent(float64(u.Have)/float64(max(1, u.Size))), "whole", words.Bytes(u.Size))}
	if u.Rate > 0 {
		known = append(known, t(ctx, "{size}/s", "size", words.Bytes(int64(u.Rate))), t(ctx, "{time} left", "time", length(ctx, float64(u.Size-u.Have)/u.Rate)))
	} else {
		known = append(known, t(ctx, "nothing arrives right now"))
	}
	if since := ago(ctx, u.Began, now); since != "" {
		known = append(known, t(ctx, "begun {ago}", "ago", since))
	}
	return strings.Join(known, " · ")
}

func (b AdminBar) facts(ctx context.Context) string {
	if b.Limit <= 0 {
		return say(ctx, words.Bytes(b.Used))
	}
	return t(ctx, "{part} of {whole}", "part", words.Bytes(b.Used), "whole", words.Bytes(b.Limit))
}

// adminPath is the address of the admin's page, with what of it is shown.
func adminPath(ctx context.Context, page int, before uint64, fragment string) templ.SafeURL {
	query := url.Values{}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	if before > 0 {
		query.Set("before", strconv.FormatUint(before, 10))
	}
	path := at(ctx, "/admin")
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return templ.SafeURL(path + fragment)
}

// roomAction is where a form about a room posts to.
func roomAction(ctx context.Context, room, verb string) templ.SafeURL {
	return templ.SafeURL(at(ctx, "/admin/rooms/"+url.PathEscape(room)+"/"+verb))
}

// roleWords are a role in words; "" for who has none.
func roleWords(ctx context.Context, role string) string {
	switch role {
	case "admin":
		return t(ctx, "admin")
	case "host":
		return t(ctx, "host")
	case "cohost":
		return t(ctx, "co-host")
	case "guest":
		return t(ctx, "guest")
	}
	return role
}
