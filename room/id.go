package room

import (
	"crypto/rand"
	"encoding/base32"
	"regexp"
	"strconv"
	"strings"
)

// NewID returns a room id that is readable and cannot be guessed: two words and
// 60 random bits.
func NewID() string {
	return adjectives[randomBelow(len(adjectives))] + "-" + animals[randomBelow(len(animals))] + "-" + randomText(12)
}

// ValidID reports whether id has the form of a room id.
func ValidID(id string) bool { return roomID.MatchString(id) }

var roomID = regexp.MustCompile(`^[a-z]{2,12}-[a-z]{2,12}-[a-z2-7]{12}$`)

// NewViewerID returns a random viewer id, 80 bits in 16 characters. It names a
// viewer to others and proves nothing.
func NewViewerID() string { return randomText(16) }

// hues is how many colours there are to tell viewers by.
const hues = 12

// NewHue returns one of the colours for somebody who has not chosen one.
func NewHue() string { return "hue-" + strconv.Itoa(randomBelow(hues)) }

// IsHue reports whether color is one of the colours: hue-0 to hue-11.
func IsHue(color string) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(color, "hue-"))
	return err == nil && n >= 0 && n < hues && color == "hue-"+strconv.Itoa(n)
}

// NewActionID returns a random id for an action whose sender gave it none.
func NewActionID() string { return randomText(16) }

// NewViewerName returns a friendly name for somebody who has not chosen one.
func NewViewerName() string {
	return title(adjectives[randomBelow(len(adjectives))]) + " " + title(animals[randomBelow(len(animals))])
}

func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// randomText returns n random characters of 5 bits each, [a-z2-7].
func randomText(n int) string {
	b := make([]byte, (n*5+7)/8)
	rand.Read(b) // never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))[:n]
}

// randomBelow returns a random number below n, which must not exceed 256; the
// lists of words are powers of two long, so that each is equally likely.
func randomBelow(n int) int {
	var b [1]byte
	rand.Read(b[:])
	return int(b[0]) % n
}

// 64 words each.
var (
	adjectives = strings.Fields(`
amber autumn azure balmy bold brave breezy bright brisk calm candid cheery civil clever coral cosy
crisp dapper daring dawn deft eager early easy fabled fair fancy fond frank gentle giddy glad
golden grand happy hazel honest humble ivory jolly keen kind lively loyal lucid lucky mellow merry
mild misty nimble noble opal patient plucky polite proud quiet rosy rustic silver sunny tidy witty`)
	animals = strings.Fields(`
badger bear beaver bison bobcat camel cat cougar crane crow deer dingo dolphin dove eagle egret
elk falcon ferret finch fox gecko gibbon goose hare hawk heron horse ibex ibis jackal koala
kiwi lark lemur lion lynx magpie marten mole moose newt ocelot orca osprey otter owl panda
parrot pelican pika puffin quail rabbit raven robin seal sparrow stork swan tapir tiger wombat wren`)
)
