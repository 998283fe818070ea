package views

import (
	"slices"

	"goblet/words"
)

// hueChoice is a colour of avatars, see tokens.css.
type hueChoice struct {
	color string
	name  words.Sentence
}

// hueChoices returns all colours of avatars, as many as package room knows.
func hueChoices() []hueChoice {
	return []hueChoice{
		{"hue-0", words.Say("Rose")}, {"hue-1", words.Say("Apricot")}, {"hue-2", words.Say("Amber")}, {"hue-3", words.Say("Lime")}, {"hue-4", words.Say("Green")}, {"hue-5", words.Say("Mint")},
		{"hue-6", words.Say("Teal")}, {"hue-7", words.Say("Sky")}, {"hue-8", words.Say("Blue")}, {"hue-9", words.Say("Violet")}, {"hue-10", words.Say("Orchid")}, {"hue-11", words.Say("Pink")},
	}
}

// face is an emoji that is offered as an avatar.
type face struct {
	emoji string
	name  words.Sentence
}

// faces returns the emoji that are offered as avatars.
func faces() []face {
	return []face{
		{"🦊", words.Say("Fox")}, {"🐼", words.Say("Panda")}, {"🐱", words.Say("Cat")}, {"🐶", words.Say("Dog")}, {"🐰", words.Say("Rabbit")}, {"🐻", words.Say("Bear")}, {"🐨", words.Say("Koala")}, {"🐯", words.Say("Tiger")},
		{"🦁", words.Say("Lion")}, {"🐮", words.Say("Cow")}, {"🐷", words.Say("Pig")}, {"🐸", words.Say("Frog")}, {"🐵", words.Say("Monkey")}, {"🐔", words.Say("Chicken")}, {"🐧", words.Say("Penguin")}, {"🦉", words.Say("Owl")},
		{"🦄", words.Say("Unicorn")}, {"🐝", words.Say("Bee")}, {"🦋", words.Say("Butterfly")}, {"🐢", words.Say("Turtle")}, {"🐙", words.Say("Octopus")}, {"🦀", words.Say("Crab")}, {"🐬", words.Say("Dolphin")}, {"🦈", words.Say("Shark")},
		{"🐉", words.Say("Dragon")}, {"🦔", words.Say("Hedgehog")}, {"🦦", words.Say("Otter")}, {"🦥", words.Say("Sloth")}, {"😀", words.Say("Grin")}, {"😎", words.Say("Sunglasses")}, {"🤓", words.Say("Nerd")}, {"🥳", words.Say("Party")},
		{"🤠", words.Say("Cowboy")}, {"😴", words.Say("Sleeper")}, {"😈", words.Say("Imp")}, {"👻", words.Say("Ghost")}, {"👽", words.Say("Alien")}, {"🤖", words.Say("Robot")}, {"🎃", words.Say("Pumpkin")}, {"🍿", words.Say("Popcorn")},
	}
}

// offered reports whether an emoji is among the faces.
func offered(emoji string) bool {
	return slices.ContainsFunc(faces(), func(f face) bool { return f.emoji == emoji })
}
