package handlers

import (
	"net/http"

	"goblet/assets"
	"goblet/room"
)

// Handler returns every URL of Goblet.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", s.handle(s.home))
	mux.Handle("POST /rooms", s.handle(s.startRoom))
	mux.Handle("GET /admin/{token}", s.handle(s.adminLinkPage))
	mux.Handle("POST /admin/{token}", s.handle(s.becomeAdmin))

	mux.Handle("GET /admin", s.handle(s.adminPage))
	mux.Handle("POST /admin/link", s.handle(s.renewAdminLink))
	mux.Handle("POST /admin/signout", s.handle(s.signOutAdmins))
	mux.Handle("POST /admin/rooms/{room}/close", s.adminCommand(deedClose, func(form) room.Command { return room.Close{} }))
	mux.Handle("POST /admin/rooms/{room}/reopen", s.adminCommand(deedReopen, func(form) room.Command { return room.Reopen{} }))
	mux.Handle("POST /admin/rooms/{room}/link", s.adminCommand(deedRoomLink, func(form) room.Command { return room.RenewLink{} }))
	mux.Handle("POST /admin/rooms/{room}/restore", s.adminCommand(deedRestore, func(f form) room.Command { return room.Restore{To: f.Get("viewer")} }))
	mux.Handle("POST /admin/uploads/{upload}/cancel", s.handle(s.adminCancelUpload))

	mux.Handle("GET /r/{room}", s.handle(s.roomPage))
	mux.Handle("POST /r/{room}/enter", s.handle(s.enter))
	mux.Handle("POST /r/{room}/knock", s.handle(s.knock))
	mux.Handle("GET /r/{room}/knock", s.handle(s.answerToKnock))
	mux.Handle("GET /r/{room}/state", s.handle(s.state))
	mux.Handle("GET /r/{room}/film", s.handle(s.filmPanel))
	mux.Handle("GET /r/{room}/films", s.handle(s.findFilms))

	mux.Handle("GET /r/{room}/events", s.handle(s.stream))
	mux.Handle("POST /r/{room}/events", s.handle(s.stream))
	mux.Handle("GET /r/{room}/log", s.handle(s.longPoll))

	mux.Handle("POST /r/{room}/play", s.action(parsePlay))
	mux.Handle("POST /r/{room}/pause", s.action(parsePause))
	mux.Handle("POST /r/{room}/seek", s.action(parseSeek))
	mux.Handle("POST /r/{room}/rate", s.action(parseRate))
	mux.Handle("POST /r/{room}/load", s.action(parseLoad))
	mux.Handle("POST /r/{room}/host", s.action(parseHost))
	mux.Handle("POST /r/{room}/cohost", s.action(parseCoHost))
	mux.Handle("POST /r/{room}/follow", s.action(parseFollow))
	mux.Handle("POST /r/{room}/refresh", s.action(parseRefresh))
	mux.Handle("POST /r/{room}/tracks", s.action(parseTracks))
	mux.Handle("POST /r/{room}/ready", s.action(parseReady))
	mux.Handle("POST /r/{room}/settings", s.action(parseSettings))
	mux.Handle("POST /r/{room}/expel", s.action(parseExpel))
	mux.Handle("POST /r/{room}/restore", s.action(parseRestore))
	mux.Handle("POST /r/{room}/admit", s.action(parseAdmit))
	mux.Handle("POST /r/{room}/turnaway", s.handle(s.turnAway))
	mux.Handle("POST /r/{room}/link", s.action(parseLink))
	mux.Handle("GET /r/{room}/knocks", s.handle(s.knocks))
	mux.Handle("GET /r/{room}/out", s.handle(s.outcasts))
	mux.Handle("POST /r/{room}/chat", s.limitedAction(s.limitChat, parseSay))
	mux.Handle("POST /r/{room}/chat/edit", s.limitedAction(s.limitChat, parseEditLine))
	mux.Handle("POST /r/{room}/chat/delete", s.action(parseDeleteLine))
	mux.Handle("GET /r/{room}/chat", s.handle(s.chat))
	mux.Handle("POST /r/{room}/poll", s.limitedAction(s.limitChat, parseAsk))
	mux.Handle("POST /r/{room}/poll/vote", s.action(parseVote))
	mux.Handle("POST /r/{room}/poll/end", s.action(parseEndPoll))
	mux.Handle("GET /r/{room}/poll", s.handle(s.poll))
	mux.Handle("POST /r/{room}/queue", s.action(parseEnqueue))
	mux.Handle("POST /r/{room}/queue/remove", s.action(parseUnqueue))
	mux.Handle("POST /r/{room}/queue/restore", s.action(parseRequeue))
	mux.Handle("POST /r/{room}/queue/move", s.action(parseMove))
	mux.Handle("POST /r/{room}/queue/vote", s.action(parseUpvote))
	mux.Handle("POST /r/{room}/queue/skip", s.action(parseVoteSkip))
	mux.Handle("POST /r/{room}/queue/next", s.action(parsePlayNext))
	mux.Handle("POST /r/{room}/queue/cancel", s.action(parseCancelNext))
	mux.Handle("GET /r/{room}/queue", s.handle(s.queue))
	mux.Handle("GET /r/{room}/queue/offer", s.handle(s.queueOffer))
	mux.Handle("POST /r/{room}/react", s.handle(s.react))
	mux.Handle("POST /r/{room}/typing", s.handle(s.typing))
	mux.Handle("POST /r/{room}/name", s.handle(s.name))
	mux.Handle("POST /r/{room}/spot", s.handle(s.spot))
	mux.Handle("POST /r/{room}/status", s.handle(s.status))

	mux.Handle("POST /r/{room}/uploads", s.handle(s.beginUpload))
	mux.Handle("POST /uploads", s.handle(s.beginUpload))
	mux.Handle("GET /uploads/{upload}", s.handle(s.uploadState))
	mux.Handle("PUT /uploads/{upload}", s.handle(s.putChunk))
	mux.Handle("POST /uploads/{upload}/check", s.handle(s.checkUpload))
	mux.Handle("POST /uploads/{upload}/cancel", s.handle(s.cancelUpload))
	mux.Handle("POST /media/{media}/remove", s.handle(s.removeFilm))
	mux.Handle("GET /library", s.handle(s.libraryPage))

	mux.Handle("GET /clock", s.handle(s.clock))
	mux.Handle("GET /media/{media}/{version}/{name}", s.version())
	mux.Handle("GET /media/{media}/{version}/hls/{form}", s.handle(s.master))
	mux.Handle("GET /media/{media}/{version}/hls/{rendition}/{part}", s.handle(s.rendition))
	mux.Handle("GET /media/{media}/{version}/thumbnails/{sheet}", s.handle(s.sheet))
	mux.Handle("GET /media/{media}/subtitles", s.handle(s.subtitles))
	mux.Handle("GET /media/{media}/subtitles/{subtitle}", s.handle(s.subtitleText))
	mux.Handle("POST /media/{media}/subtitles", s.handle(s.addSubtitle))
	mux.Handle("POST /media/{media}/subtitles/{subtitle}/remove", s.handle(s.removeSubtitle))
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.Handle("GET /healthz", s.handle(s.healthz))
	mux.Handle("GET /readyz", s.handle(s.readyz))
	mux.Handle("GET /metrics", s.handle(s.metrics))
	mux.Handle("/", s.handle(s.nothing))
	return s.protect(s.base.strip(mux))
}

// version returns the URLs of one version of a film. They have a mux of their
// own, since "subtitles" could be a version for all that the other one knows.
func (s *Server) version() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /media/{media}/{version}/forms", s.handle(s.filmForms))
	mux.Handle("GET /media/{media}/{version}/thumbnails.vtt", s.handle(s.thumbnails))
	mux.Handle("GET /media/{media}/{version}/poster.jpg", s.handle(s.poster))
	mux.Handle("GET /media/{media}/{version}/{name}", s.handle(s.film))
	return mux
}
