package room

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// MaxPassword bounds a room's password in characters.
const MaxPassword = 128

// What argon2id costs: the parameters of the OWASP Password Storage Cheat Sheet
// for 19 MiB, and the lengths of salt and tag that RFC 9106 section 4 recommends.
const (
	argonTime    = 2
	argonMemory  = 19 << 10 // KiB
	argonThreads = 1
	saltLength   = 16 // bytes
	tagLength    = 32 // bytes
)

// passwords computes hashes, two at a time: each takes 19 MiB for some 30 ms.
type passwords struct{ slots chan struct{} }

func newPasswords() passwords { return passwords{make(chan struct{}, 2)} }

// hash returns the hash of a password with a salt of its own, in the PHC string format.
func (p passwords) hash(ctx context.Context, text string) (string, error) {
	salt := make([]byte, saltLength)
	rand.Read(salt) // never fails
	tag, err := p.compute(ctx, text, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return hashPrefix + b64.EncodeToString(salt) + "$" + b64.EncodeToString(tag), nil
}

var hashPrefix = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, argonMemory, argonTime, argonThreads)

// fits reports whether text is the password of a hash. It takes the same time
// wherever they differ.
func (p passwords) fits(ctx context.Context, hash, text string) (bool, error) {
	rest, ours := strings.CutPrefix(hash, hashPrefix)
	salt64, tag64, _ := strings.Cut(rest, "$")
	salt, err := base64.RawStdEncoding.DecodeString(salt64)
	tag, err2 := base64.RawStdEncoding.DecodeString(tag64)
	if !ours || err != nil || err2 != nil || len(tag) != tagLength {
		return false, fmt.Errorf("room: a hash of unknown form: %.32q", hash)
	}
	is, err := p.compute(ctx, text, salt)
	return err == nil && subtle.ConstantTimeCompare(is, tag) == 1, err
}

func (p passwords) compute(ctx context.Context, text string, salt []byte) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ErrUnavailable
	}
	defer func() { <-p.slots }()
	// The same letters are typed in other code points on other systems.
	return argon2.IDKey([]byte(norm.NFC.String(text)), salt, argonTime, argonMemory, argonThreads, tagLength), nil
}

// checkPassword returns why a text can be no room's password.
func checkPassword(text string) error {
	if n := utf8.RuneCountInString(text); n < 1 || n > MaxPassword || !utf8.ValidString(text) {
		return refuse(ErrInvalid, "A password has 1 to 128 characters.")
	}
	return nil
}

// withHash computes the hash of the password in c, for who may set it.
func (r *Room) withHash(ctx context.Context, by Actor, c Set) (Set, error) {
	s := r.State()
	if err := s.May(s.Role(by.ID, by.Admin), RightSettings); err != nil || *c.Password == "" {
		return c, err
	}
	if err := checkPassword(*c.Password); err != nil {
		return c, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var err error
	c.hash, err = r.rooms.passwords.hash(ctx, *c.Password)
	return c, err
}

// Password returns which of the room's passwords text is, for [Caller]; 0 when
// it is not the one that the room has now.
func (r *Room) Password(ctx context.Context, text string) (uint64, error) {
	if err := checkPassword(text); err != nil {
		return 0, err
	}
	door := r.State().Door
	if door.Password == "" {
		return 0, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ok, err := r.rooms.passwords.fits(ctx, door.Password, text)
	if err != nil || !ok {
		return 0, err
	}
	return door.Changed, nil
}
