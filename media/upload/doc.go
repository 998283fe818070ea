// Package upload receives films: in chunks that may come in any order, into
// sparse files that can be read while they fill.
//
// A read of bytes that have not arrived waits for them, and what is waited for
// is asked of the uploader next. So whoever reads a film (a player, or the
// reader of its table of contents) decides by reading what is sent first, and
// neither side has to know how films are built.
//
// What has arrived survives the process: a map of it is written now and then,
// always after the bytes themselves; what is not in the map is asked for again.
package upload
