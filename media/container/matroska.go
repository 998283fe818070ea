package container

import "io"

func openMatroska(io.ReaderAt, int64) (*Film, error) { return nil, ErrNotFilm }
