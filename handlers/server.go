// Package handlers turns HTTP requests into commands of package room and answers
// with HTML, JSON, streams and film bytes. It holds no rules of the game.
package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"

	"goblet/events"
	"goblet/media"
	"goblet/media/thumbnail"
	"goblet/media/transcode"
	"goblet/room"
)

// Options are what [New] needs. Streams, Converter, URL, TrustedProxies and Logger may be
// left out.
type Options struct {
	Rooms          *room.Rooms
	Library        *media.Library
	Streams        *media.Streams        // nil: those of Library, without conversions
	Converter      *transcode.Transcoder // what Streams converts with, nil: nothing
	Pictures       *thumbnail.Maker      // nil: there are no thumbnails and posters
	Hub            *events.Hub
	Sessions       scs.CtxStore
	Ready          func(context.Context) error // whether the log can be used
	Remote         bool                        // the log and the sessions are elsewhere, and may be out of reach
	Clock          room.Clock
	Node           string          // name of this process, told to clients
	URL            *url.URL        // public base URL; its host may be "": then, and when nil, as each request says. SetPublic changes it
	TrustedProxies []netip.Prefix  // whose X-Forwarded-* headers count
	Broadcast      *Broadcast      // for what Run tells rooms; nil: nothing
	Uploads        string          // who may upload, as UploadsHost; "" is UploadsNobody
	Admins         Admins          // which sessions are the admin's; nil: all that became it
	Journal        *events.Journal // of what is administered; nil: none
	Log            *events.Log     // whose size the admin sees; nil: nobody does
	Crowd          Crowd           // how many may watch at once
	Limits         Limits          // what the admin is shown of how Goblet was started
	LAN            func() []string // base URLs of this machine on its own networks, without a slash at their ends; nil: none
	Logger         *slog.Logger
}

// Server answers every request of Goblet.
type Server struct {
	rooms     *room.Rooms
	library   *media.Library
	streams   *media.Streams
	converter *transcode.Transcoder // may be nil
	pictures  *thumbnail.Maker
	hub       *events.Hub
	ready     func(context.Context) error
	now       room.Clock
	node      string
	proxies   proxies
	base      base
	visitors  visitors
	limits    *limits
	admin     *adminLink
	journal   *events.Journal // may be nil
	log       *events.Log     // may be nil
	told      Limits
	crowd     *crowd
	leaving   atomic.Bool // it is about to end

	compressor compressor
	logger     *slog.Logger

	broadcast *Broadcast
	uploads   string
	notes     []noter // what Run says of films

	lan    func() []string // may be nil
	secret []byte          // that tokens of invites are made of
}

// New returns a Server. Its admin link is new every time.
func New(o Options) *Server {
	s := &Server{
		rooms: o.Rooms, library: o.Library, pictures: o.Pictures, streams: o.Streams, converter: o.Converter, hub: o.Hub, ready: o.Ready, now: o.Clock, node: o.Node,
		proxies: newProxies(o.URL, o.TrustedProxies), base: base(Base(o.URL)),
		limits: newLimits(o.Clock.Time), crowd: newCrowd(o.Crowd),
		admin: newAdminLink(), journal: o.Journal, log: o.Log, told: o.Limits,
		logger: o.Logger,

		broadcast: o.Broadcast, uploads: o.Uploads,

		lan: o.LAN, secret: newSecret(),
	}
	s.notes = []noter{s.goneNotes, s.uploadNotes, s.conversionNotes}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if s.streams == nil {
		s.streams = media.NewStreams(s.library, nil)
	}
	var known *remembered
	if o.Remote {
		known = newRemembered()
	}
	s.visitors = newVisitors(o.Sessions, s.proxies, s.base, adminSessions{o.Admins}, s.rooms.Lost, known)
	return s
}

// AdminPath returns the path of the newest one-time admin link, below the base.
func (s *Server) AdminPath() string { return s.admin.path() }

// RoomPath returns the path of a room's page, below the base.
func RoomPath(id string) string { return "/r/" + id }

// handler is an http.HandlerFunc whose error is answered by Server.fail.
type handler func(w http.ResponseWriter, r *http.Request) error

// handle answers h's errors. It hands on the bare ResponseWriter: film bytes
// need its ReadFrom, streams its Flush.
func (s *Server) handle(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		err := h(w, r)
		if err != nil {
			s.fail(w, r, err)
		}
		s.logger.DebugContext(r.Context(), "request", "client", s.proxies.address(r), "method", r.Method, "path", r.URL.Path,
			"took", time.Since(start), "err", err)
	})
}
