package events

// viewer is one browser on a stream, however it is written to.
type viewer interface {
	// is reports whether it is that viewer, or comes from that network unless this is "".
	is(id, network string) bool
	// end takes it off the stream and ends it with that reason, even while a write is blocked. Only the first call counts.
	end(reason error)
	// endAfter takes it off the stream and ends it with that reason once what it is owed until now is written, and last.
	endAfter(reason error, last []byte)
}

// identity is what a stream knows of a viewer.
type identity struct{ id, network string }

func (i identity) is(id, network string) bool {
	return i.id == id || network != "" && i.network == network
}
