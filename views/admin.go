package views

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
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
func (o AdminOutcast) kind() string {
	text := "until let back in"
	if o.Ban {
		text = "for good"
	}
	if o.Network != "" {
		text += ", with " + o.Network
	}
	return text
}

// AdminFilms are the films of the library, summed up.
type AdminFilms struct {
	Count, Uploaded int
	Bytes           int64
	Folders         []string // none: the sample is shown
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
func (a Admin) viewersFacts() string {
	if a.Viewers == 0 {
		return "Nobody watches right now"
	}
	var known []string
	for _, t := range []struct{ name, words string }{
		{"events", "by event stream"}, {"post", "by posted stream"}, {"poll", "by polling"}, {"unknown", "not yet known how"},
	} {
		if n := a.Transports[t.name]; n > 0 {
			known = append(known, fmt.Sprintf("%d %s", n, t.words))
		}
	}
	if a.DelayKnown {
		known = append(known, fmt.Sprintf("%.0f ms away (median)", a.Delay))
	}
	if a.SkewKnown {
		known = append(known, fmt.Sprintf("%.0f ms apart (median of rooms)", a.Skew))
	}
	return strings.Join(known, " · ")
}

func (f AdminFilms) facts(ctx context.Context) string {
	text := Bytes(f.Bytes).String()
	if f.Uploaded > 0 {
		text += fmt.Sprintf(", %d uploaded", f.Uploaded)
	}
	return text
}

// state says what a room does, in a word.
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

// place says where the film stands.
func (r AdminRoom) place() string {
	if r.Duration > 0 {
		return Clock(r.Position) + " of " + Clock(r.Duration)
	}
	return Clock(r.Position)
}

// who names those who watch, the host first.
func (r AdminRoom) who() string {
	if r.Count == 0 {
		return "nobody"
	}
	names := r.Viewers
	const most = 6
	if more := r.Count - most; len(names) > most && more > 0 {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}

func (r AdminRoom) lines() string {
	switch {
	case r.Lines == 0:
		return "none"
	case r.Older:
		return "over " + strconv.Itoa(r.Lines)
	}
	return strconv.Itoa(r.Lines)
}

func (u AdminUpload) who() string {
	switch {
	case u.Mine:
		return "you"
	case u.Who == "":
		return "somebody who is in no room now"
	}
	return u.Who
}

// facts says how far an upload is, and how fast it comes.
func (u AdminUpload) facts(ctx context.Context, now time.Time) string {
	if u.Problem != "" {
		return u.Problem
	}
	known := []string{Percent(float64(u.Have)/float64(max(1, u.Size))).String() + " of " + Bytes(u.Size).String()}
	if u.Rate > 0 {
		known = append(known, Bytes(int64(u.Rate)).String()+"/s", length(ctx, float64(u.Size-u.Have)/u.Rate)+" left")
	} else {
		known = append(known, "nothing arrives right now")
	}
	if since := ago(ctx, u.Began, now); since != "" {
		known = append(known, "begun "+since)
	}
	return strings.Join(known, " · ")
}

func (b AdminBar) facts(ctx context.Context) string {
	if b.Limit <= 0 {
		return Bytes(b.Used).String()
	}
	return Bytes(b.Used).String() + " of " + Bytes(b.Limit).String()
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
func roleWords(role string) string {
	if role == "cohost" {
		return "co-host"
	}
	return role
}
