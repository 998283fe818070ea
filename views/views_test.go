package views

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"goblet/assets"
	"goblet/words"
)

// hostile is what somebody types who means harm.
const hostile = `</script><img src=x onerror=alert(1)>"'&`

func maya() Viewer { return Viewer{ID: "maya000000000000", Name: "Maya", Color: "hue-3", Host: true} }
func jon() Viewer  { return Viewer{ID: "jon0000000000000", Name: "Jon", Color: "hue-7"} }

func bunny() Film {
	return Film{ID: "bunny00000000000", Title: "Big Buck Bunny", Folder: "Blender", Duration: 596, Current: true}
}

func sintel() Film { return Film{ID: "sintel0000000000", Title: "Sintel", Duration: 888} }

func party() Room {
	return Room{
		ID: "amber-otter-k3v9x2m7q4tz",
		Me: jon(), Role: "guest", Snapshot: []byte(`{"seq":7}`), Film: bunny(), Films: Films{List: []Film{bunny(), sintel()}, Total: 2, All: 2, Path: "/r/amber-otter-k3v9x2m7q4tz/films"},
		Viewers: []Viewer{maya(), jon()}, Count: 2, Spots: Spots{Media: "bunny00000000000"},
	}
}

// asked is party with a poll in which Jon is for Heat.
func asked() Room {
	r := party()
	r.Palette = []Reaction{{"👏", words.Plain("Applause")}, {"🔥", words.Plain("Fire")}}
	r.Poll = &Poll{ID: 51, Question: "What next?", By: maya(), Voters: 4, Choice: 1, Options: []PollOption{{"Alien", 1}, {"Heat", 3}}}
	return r
}

func TestEachComponentHasWhatItsReadersNeed(t *testing.T) {
	kept, left := 3753.2, 2710.0
	host := party()
	host.Me, host.Role, host.MayLoad = maya(), "host", true
	cinema := party()
	cinema.Door.Locked = true
	cinema.Led, cinema.Settings = true, Settings{Wait: "auto", Preset: "cinema", Control: "hosts", Load: "hosts", Chat: "hosts"}
	helper := jon()
	helper.CoHost = true
	admin := party()
	admin.Role, admin.MayLoad = "admin", true
	admin.FormsAt = "/media/bunny00000000000/v1/forms"
	home := Home{MayStart: true, Rooms: []VisitedRoom{
		{ID: "quiet-harbour-k3v9x2m7q4tz", FilmTitle: "Sintel", Poster: "/media/m/v/poster.jpg", Position: 222, Duration: 888, Playing: true, Viewers: []Viewer{maya()}, Watching: 3},
		{ID: "amber-otter-k3v9x2m7q4tz", FilmTitle: "Film", Visited: time.Now().Add(-2 * time.Hour)},
		{ID: "bold-finch-k3v9x2m7q4tz", Shut: RoomExpired},
	}, Forgotten: "coral-wren-k3v9x2m7q4tz"}

	tests := []struct {
		name      string
		component templ.Component
		want      []string // selectors, each of one element; "selector: text" wants its text too
		none      []string // selectors of nothing
	}{
		{"room: what the scripts hold on to", RoomPage(party()), []string{
			"main#room[data-room=amber-otter-k3v9x2m7q4tz][data-base=/r/amber-otter-k3v9x2m7q4tz][data-viewer=jon0000000000000]",
			"#room #stage media-controller#player[nohotkeys]",
			"#player video#video[slot=media][playsinline][preload=auto]",
			"#stage #toasts[aria-live=polite]", "#stage #gate button#join: Join the party", "#stage #connection[role=status][hidden]",
			"script#snapshot[type=application/json]: {\"seq\":7}",
			"#host-controls", "form#name-form[action=/r/amber-otter-k3v9x2m7q4tz/name] input[name=name][value=Jon]",
			"dialog#shortcuts", "button[data-dialog=shortcuts]",
			"dialog#you input[name=color][value=hue-7][checked]", "dialog#you input[name=emoji][value=][checked]",
			".bar button[data-dialog=you] [data-my-name]: Jon", "#gate button[data-dialog=you]", "#own-row[hidden] button[data-dialog=you]",
			"[role=tablist] #tab-people[aria-selected=true][aria-controls=panel-people]", "#panel-settings[role=tabpanel][aria-labelledby=tab-settings] #settings",
			".watching-invite[data-dialog=share-dialog]",
			"script[type=module][src=" + assets.Path("js/room.js") + "]", "h1: Big Buck Bunny",
		}, []string{"link[rel=preload]", "main[data-is-host]", "main[data-may-load]", "video[src]", "#stage dialog", "[style]", "[onclick]"}},
		{"room: the player's controls", RoomPage(party()), []string{
			"#player media-play-button", "#player media-seek-backward-button[seekoffset=10]", "#player media-seek-forward-button[seekoffset=10]",
			"#player media-mute-button", "#player media-volume-range", "#player media-time-display", "#player media-time-range",
			"#player media-captions-menu", "#player media-captions-menu-button", "#player media-playback-rate-menu", "#player media-playback-rate-menu-button", "#player media-pip-button", "#player media-fullscreen-button",
		}, nil},
		{"room: a guest", RoomPage(party()), []string{
			"#host-controls button[hx-post=/r/amber-otter-k3v9x2m7q4tz/host]: Become host",
			"#host-controls button[hx-post=/r/amber-otter-k3v9x2m7q4tz/follow] .when-guest: Follow the host",
			"#viewers li[data-me] .viewer-name: Jon", "#viewers li.is-host .gold: host", "#viewer-count: 2",
			"#gate-viewers: MJ Maya and Jon are here",
		}, nil},
		{"room: the host", RoomPage(host), []string{"main[data-is-host]", "main[data-may-load][data-role=host]", "#viewers li[data-me] .viewer-name: Maya"}, []string{"main[data-led]"}},
		{"room: who may do what", RoomPage(cinema), []string{
			"main[data-led][data-role=guest]", "#door-settings input[type=checkbox][name=locked][checked]", "#settings fieldset input[type=radio][name=preset][value=cinema][checked]",
			"#settings select[name=control] option[value=hosts][selected]", "#settings select[name=load] option[value=hosts][selected]", "#settings select[name=chat] option[value=hosts][selected]",
			"#player media-play-button[data-right=control]", "#player media-time-range[data-right=control]", "#host-controls button[data-right=claim]: Become host",
			"#host-controls form#appoint[hx-post=/r/amber-otter-k3v9x2m7q4tz/cohost]", "#host-controls form#dismiss[hx-post=/r/amber-otter-k3v9x2m7q4tz/cohost]",
		}, []string{"#settings details[open]"}},
		{"room: reactions", RoomPage(asked()), []string{
			"#player [slot=top-chrome] button[data-react][aria-expanded=false][aria-controls=react-strip]: React", "#stage #reactions[aria-hidden=true]",
			"#stage #react-strip[role=toolbar][hidden] button[data-emoji=👏][aria-label=Applause][data-right=chat]", "#react-strip button[data-reactions-shown][aria-pressed=true]",
		}, []string{"#player #react-strip"}},
		{"room: a poll", RoomPage(asked()), []string{
			"#chat #poll details[open][data-poll=51][data-by=maya000000000000][data-choice=1] .poll-question: What next?",
			"#poll button.poll-option[data-option=1][aria-pressed=true][aria-labelledby=poll-text-1][aria-describedby=poll-share-1] .poll-share: 3 · 75 %",
			"#poll button.poll-option[data-option=0][aria-pressed=false] progress[value=1][max=4]", "#poll [data-poll-voters]: 4 votes", "#poll button[data-poll-end]: End poll",
			"#composer button[data-dialog=poll-dialog][data-right=chat]", "dialog#poll-dialog form#poll-form input[name=question][maxlength=200]",
		}, []string{"#poll [data-closed]", "#poll .poll-result"}},
		{"a poll that has ended", PollPartial(Poll{ID: 51, Question: hostile, By: maya(), Closed: true, Voters: 4, Choice: -1, Options: asked().Poll.Options, Leading: asked().Poll.Options[1:]}), []string{
			"hx-partial[hx-target=#poll] [data-closed] .poll-about: Maya asked · ended", ".poll-result: Result: Heat (3 of 4)", "button[data-poll-away]",
		}, []string{"button.poll-option", "img", "[data-poll-end]"}},
		{"room: no poll", PollCard(nil), nil, []string{"details"}},
		{"viewers: a co-host", ViewersPartial([]Viewer{maya(), helper}, 2), []string{
			"li.is-cohost[data-viewer=jon0000000000000] .tag.gold: co-host", "li[data-viewer=jon0000000000000] button[form=dismiss][name=viewer]: End co-hosting : Jon",
		}, []string{"button[form=appoint]"}},
		{"room: an admin", RoomPage(admin), []string{"main[data-may-load]", "link[rel=preload][as=fetch][crossorigin][href=/media/bunny00000000000/v1/forms]"}, []string{"main[data-is-host]"}},
		{"room: films to choose from", RoomPage(host), []string{
			"#films form#film-list[hx-post=/r/amber-otter-k3v9x2m7q4tz/load]",
			"#films form#film-link[hx-post=/r/amber-otter-k3v9x2m7q4tz/load] input[type=url][name=url][required]",
			"#films form[hx-get=/r/amber-otter-k3v9x2m7q4tz/films][hx-target=#film-list] input[type=search][name=q]",
			"#films form#film-browse select[name=sort] option[value=][selected]: By name",
			"#film-list input[type=hidden][name=folder][form=film-browse]", "#film-list #film-count[role=status]: 2 films",
			"#film-sintel0000000000 button[name=media][value=sintel0000000000] .film-choice-title: Sintel", "#film-sintel0000000000 .film-row-actions",
			"#films button[aria-current=true][value=bunny00000000000] .film-choice-facts: Playing now · 10 min",
			"#film-sintel0000000000 .film-now[hidden]",
		}, []string{"#film #films", "#film-path", "#films button[type=submit][data-remove]"}},
		{"room: the details of the connection", RoomPage(party()), []string{
			"button[data-dialog=connection-details]", "dialog#connection-details[aria-labelledby=connection-heading] button[data-copy]: Copy for a bug report",
			"#connection-details [data-fact=transport]", "#connection-details [data-fact=uncertainty]", "#connection-details [data-fact=reason][hidden]",
			"#connection-details svg[role=img][aria-label] .drift-path", ".card-head #skew[hidden]",
		}, []string{"#connection-details [aria-live]", "#connection-details [role=status]", "#viewers [aria-live]", "#skew[aria-live]"}},
		{"room: no spots yet", RoomPage(party()), []string{"#spots button#save-spot[data-media=bunny00000000000]: Save my spot"}, []string{"#spots [data-seek]"}},
		{"room: together", RoomPage(settled()), []string{
			"#together button[hx-post=/r/amber-otter-k3v9x2m7q4tz/ready]", "#settings select[name=wait] option[value=off][selected]", "#settings input[name=loop][checked]",
			"#waiting button[hx-post=/r/amber-otter-k3v9x2m7q4tz/play]", "#readycheck button[hx-post=/r/amber-otter-k3v9x2m7q4tz/pause]: Cancel",
		}, nil},
		{"ready check", ReadyPartial(Readiness{Count: 30, Ready: 1, List: []ReadyViewer{
			{Viewer: maya(), Joined: true, Loaded: true, Clock: true, Ready: true, Buffer: 12}, {Viewer: jon()},
			{Viewer: Viewer{ID: "ann", Name: "Ann"}, Joined: true, Away: true}, {Viewer: Viewer{ID: "li", Name: "Li"}, Joined: true, Clock: true, Buffer: 2},
		}}), []string{
			"hx-partial[hx-target=#ready-list][hx-swap=innerMorph] .ready-summary: 1 of 30 is ready", "li#ready-maya000000000000.is-ready .ready-text: 12 s loaded",
			"li#ready-jon0000000000000 .ready-text: has not joined yet", "li#ready-ann.is-away .ready-text: away",
			"li#ready-li .ready-text: loading, 2 s loaded", "li#ready-li .ready-mark .visually-hidden: not ready", ".ready-more: and 26 others",
		}, []string{"li#ready-li.is-ready"}},
		{"viewers", ViewersPartial([]Viewer{maya(), jon()}, 12), []string{
			"hx-partial[hx-target=#viewers][hx-swap=innerMorph]", "hx-partial[hx-target=#viewer-count]: 12",
			"li[data-viewer=jon0000000000000] button[data-standing][aria-expanded=false][aria-controls=standing-jon0000000000000][aria-describedby=doing-jon0000000000000]: About Jon",
			"li[data-viewer=jon0000000000000] #standing-jon0000000000000[hidden] [data-words]: not known",
			"li[data-viewer=maya000000000000] #standing-maya000000000000 [data-fact=transport]",
			"hx-partial[hx-target=#gate-viewers]", "li[data-viewer=maya000000000000] .avatar.hue-3: M",
			"li[data-viewer=jon0000000000000] button[form=handover][name=viewer][value=jon0000000000000]", "li[data-viewer=jon0000000000000] button[form=appoint][name=viewer][value=jon0000000000000]", ".viewers-more: and 10 others",
		}, []string{"[data-me]"}},
		{"viewers: nobody", ViewersPartial(nil, 0), []string{"hx-partial[hx-target=#viewer-count]: 0"}, []string{"li"}},
		{"film", FilmPartial(sintel(), "x"), []string{
			"hx-partial[hx-target=#film] h1: Sintel", "hx-partial[hx-target=#film] button[hx-post=/r/x/refresh][hx-swap=none]",
			"hx-partial[hx-target=#film] [hx-get=/r/x/film][hx-trigger=load][hx-swap=none]", "hx-partial[hx-target=.film-name]: Sintel",
		}, nil},
		{"spots: both", SpotsFragment(Spots{Media: "m", Kept: &kept, Left: &left}), []string{
			"hx-partial[hx-target=#spots] #save-spot[data-media=m]", "button[data-seek=3753.2]: Go to my spot (1:02:33)", "button[data-seek=2710]: Where I left off (45:10)",
		}, nil},
		{"toast", Toast(words.Plain("Maya paused at 12:34"), 41), []string{"hx-partial[hx-target=#toasts][hx-swap=beforeend] .toast[data-seq=41]: Maya paused at 12:34"}, []string{"[role=alert]"}},
		{"error toast", ErrorToast(words.Plain("Too often.")), []string{"hx-partial[hx-target=#toasts][hx-swap=beforeend] .toast.toast-error[role=alert]: Too often."}, nil},
		{"home", HomePage(home), []string{
			"form[method=post][action=/rooms] button: Start a room", ".room-card progress[value=250][max=1000]", ".room-card img[src=/media/m/v/poster.jpg]",
			".room-card .live: Maya and 2 more are here now", ".room-card time: You were here 2 hours ago",
			".room-card a[href=/r/quiet-harbour-k3v9x2m7q4tz]: Go on : Quiet harbour", "form[method=post][action=/rooms/quiet-harbour-k3v9x2m7q4tz/forget] button: Forget Quiet harbour",
			".room-shut p: " + RoomExpired.text(t.Context()), "form[action=/rooms/bold-finch-k3v9x2m7q4tz/forget]",
			"form[method=post][action=/rooms/coral-wren-k3v9x2m7q4tz/remember] button: Undo",
		}, []string{".room-shut a", ".home script"}},
		{"home: a stranger", HomePage(Home{}), []string{"#rooms-heading: Ask your friend for the link"}, []string{".home form", ".room-card"}},
		{"home: first start", HomePage(Home{MayStart: true}), []string{"form[action=/rooms]", "#rooms-heading: No rooms yet"}, nil},
		{"error", ErrorPage(Problem{Status: 404, Title: "No such room", Text: "Ask for a new link.", Label: "Go to the start page", Path: "/"}), []string{"h1: No such room", ".lead: Ask for a new link.", ".message-status: 404", "a.button[href=/]"}, nil},
		{"admin", AdminLinkPage("t/k"), []string{"form[method=post][action=/admin/t%2Fk] button: Become admin of this Goblet"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			page := render(t, test.component)
			for _, want := range test.want {
				selector, content, withText := strings.Cut(want, ": ")
				node := page.one(t, selector)
				if got := text(node); withText && got != content {
					t.Errorf("%s says %q, want %q", selector, got, content)
				}
			}
			for _, selector := range test.none {
				if found := page.all(selector); len(found) > 0 {
					t.Errorf("%d elements match %s, want none", len(found), selector)
				}
			}
		})
	}
}

// settled is a party whose host has changed how it behaves.
func settled() Room {
	room := party()
	room.Settings = Settings{Wait: "off", Loop: true}
	return room
}

var hostilePreview = Preview{Title: words.Plain(hostile), Film: hostile, URL: hostile, Image: hostile}

func TestNothingTypedByAPersonBecomesMarkup(t *testing.T) {
	mallory := Viewer{ID: hostile, Name: hostile, Color: hostile}
	film := Film{ID: hostile, Title: hostile, Folder: hostile, Duration: 5, Current: true}
	room := Room{
		ID: hostile, Me: mallory, Film: film, Films: Films{Query: hostile, List: []Film{film, film}, Total: 2, All: 2, Folder: hostile + "/" + hostile, Folders: []FilmFolder{{Path: hostile, Name: hostile}}}, MayLoad: true,
		Viewers: []Viewer{mallory}, Count: 1, Spots: Spots{Media: hostile},
		Snapshot: []byte(`{"media":{"title":"</script><img src=x onerror=alert(1)>"}}`),
	}
	components := map[string]templ.Component{
		"room": RoomPage(room), "viewers": ViewersPartial(room.Viewers, 1), "film": FilmPartial(film, "x"), "films": FilmList(room.Films),
		"spots": SpotsFragment(room.Spots), "ready check": ReadyPartial(Readiness{Count: 1, List: []ReadyViewer{{Viewer: mallory}}}), "toast": Toast(words.Plain(hostile), 1), "error toast": ErrorToast(words.Plain(hostile)),
		"home":   HomePage(Home{Rooms: []VisitedRoom{{ID: hostile, FilmTitle: hostile, Duration: 5}, {ID: hostile, Shut: RoomOut}}, Forgotten: hostile}),
		"invite": InvitePage(DoorPage{Room: hostile, Invite: hostile, By: hostile, Preview: hostilePreview}),
		"share":  ShareFragment(sharing(hostile)), "a new invite": NewInvite(sharing(hostile).Invites[0], sharing(hostile).Links),
		"error": ErrorPage(Problem{Status: 404, Title: hostile, Text: hostile, Label: hostile, Path: "/", Preview: hostilePreview}), "admin": AdminLinkPage(hostile),
	}
	for name, component := range components {
		t.Run(name, func(t *testing.T) {
			page := render(t, component)
			if found := page.all("[onerror]"); len(found) > 0 {
				t.Errorf("an element with onerror came of a hostile text:\n%s", page.source)
			}
			for _, image := range page.all("img") {
				if !strings.HasPrefix(attr(image, "src"), "/assets/") {
					t.Errorf("an image from %q came of a hostile text", attr(image, "src"))
				}
			}
		})
	}
}

func TestTheSnapshotReachesTheScriptsUnchanged(t *testing.T) {
	title := `</script><!-- & "quoted"   end`
	state, err := json.Marshal(map[string]string{"title": title})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		state []byte
		want  any
	}{
		"hostile title": {state, map[string]any{"title": title}},
		"not JSON":      {[]byte(`</script>`), nil},
		"nothing":       {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			room := party()
			room.Snapshot = test.state
			script := render(t, RoomPage(room)).one(t, "script#snapshot")
			var got any
			if err := json.Unmarshal([]byte(raw(script)), &got); err != nil {
				t.Fatalf("the snapshot is no JSON: %v", err)
			}
			want, _ := json.Marshal(test.want)
			if again, _ := json.Marshal(got); string(again) != string(want) {
				t.Errorf("got %s, want %s", again, want)
			}
		})
	}
}

// raw is the text of a script element as the browser's scripts read it.
func raw(script *html.Node) string {
	if script.FirstChild == nil {
		return ""
	}
	return script.FirstChild.Data
}

func TestEveryControlHasANameAndEveryIDIsGivenOnce(t *testing.T) {
	for name, component := range map[string]templ.Component{
		"room": RoomPage(party()), "home": HomePage(Home{MayStart: true}), "error": ErrorPage(Problem{Status: 404, Title: "a", Text: "b", Label: "c", Path: "/"}), "admin": AdminLinkPage("t"),
	} {
		t.Run(name, func(t *testing.T) {
			page := render(t, component)
			seen := map[string]bool{}
			for _, node := range page.all("[id]") {
				if id := attr(node, "id"); seen[id] {
					t.Errorf("two elements have the id %s", id)
				} else {
					seen[id] = true
				}
			}
			for _, node := range append(page.all("button"), page.all("a")...) {
				if text(node) == "" {
					t.Errorf("a control has no text: %v", node.Attr)
				}
			}
			for _, node := range page.all("input") {
				if attr(node, "type") != "hidden" && len(page.all("label[for="+attr(node, "id")+"]")) != 1 && node.Parent.Data != "label" {
					t.Errorf("the field %s has no label", attr(node, "id"))
				}
			}
			for _, node := range page.all("img") {
				if !has(node, "alt") {
					t.Errorf("an image without alt: %v", node.Attr)
				}
			}
		})
	}
}
