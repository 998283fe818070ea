// Package room holds the rules of watching together: the state of a room, the
// commands that viewers give, the events they yield, who is present and who is
// host.
//
// What decides is pure ([Decide], [Apply], [Playback]); [Room] adds the lock and
// the log. The package knows neither HTTP nor HTML nor NATS: what it needs of
// them it declares as small interfaces in ports.go.
package room
