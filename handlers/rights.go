package handlers

import (
	"net/http"

	"goblet/room"
)

// may returns nil when a visitor may do something in a room, else why not.
func (v visitor) may(s room.State, right room.Right) error {
	return s.May(s.Role(v.Viewer, v.Admin), right)
}

// leads reports whether a visitor is a room's host or a co-host, or the admin.
func (v visitor) leads(s room.State) bool { return s.Role(v.Viewer, v.Admin) >= room.RoleCoHost }

// parseCoHost makes a viewer a co-host (on), or ends that (off).
func parseCoHost(_ *Server, _ *http.Request, f form) (room.Command, error) {
	c := room.Appoint{To: f.Get("viewer")}
	switch f.Get("cohost") {
	case "on":
		c.CoHost = true
	case "off":
	default:
		return nil, badForm{"The field cohost must be on or off."}
	}
	return c, nil
}

// roleName names a role as the page and its scripts know it.
func roleName(r room.Role) string {
	switch r {
	case room.RoleAdmin:
		return "admin"
	case room.RoleHost:
		return "host"
	case room.RoleCoHost:
		return "cohost"
	}
	return "guest"
}
