package views

import "slices"

// hueChoice is a colour of avatars, see tokens.css.
type hueChoice struct{ color, name string }

// hueChoices returns all colours of avatars, as many as package room knows.
func hueChoices() []hueChoice {
	return []hueChoice{
		{"hue-0", "Rose"}, {"hue-1", "Apricot"}, {"hue-2", "Amber"}, {"hue-3", "Lime"}, {"hue-4", "Green"}, {"hue-5", "Mint"},
		{"hue-6", "Teal"}, {"hue-7", "Sky"}, {"hue-8", "Blue"}, {"hue-9", "Violet"}, {"hue-10", "Orchid"}, {"hue-11", "Pink"},
	}
}

// face is an emoji that is offered as an avatar.
type face struct{ emoji, name string }

// faces returns the emoji that are offered as avatars.
func faces() []face {
	return []face{
		{"🦊", "Fox"}, {"🐼", "Panda"}, {"🐱", "Cat"}, {"🐶", "Dog"}, {"🐰", "Rabbit"}, {"🐻", "Bear"}, {"🐨", "Koala"}, {"🐯", "Tiger"},
		{"🦁", "Lion"}, {"🐮", "Cow"}, {"🐷", "Pig"}, {"🐸", "Frog"}, {"🐵", "Monkey"}, {"🐔", "Chicken"}, {"🐧", "Penguin"}, {"🦉", "Owl"},
		{"🦄", "Unicorn"}, {"🐝", "Bee"}, {"🦋", "Butterfly"}, {"🐢", "Turtle"}, {"🐙", "Octopus"}, {"🦀", "Crab"}, {"🐬", "Dolphin"}, {"🦈", "Shark"},
		{"🐉", "Dragon"}, {"🦔", "Hedgehog"}, {"🦦", "Otter"}, {"🦥", "Sloth"}, {"😀", "Grin"}, {"😎", "Sunglasses"}, {"🤓", "Nerd"}, {"🥳", "Party"},
		{"🤠", "Cowboy"}, {"😴", "Sleeper"}, {"😈", "Imp"}, {"👻", "Ghost"}, {"👽", "Alien"}, {"🤖", "Robot"}, {"🎃", "Pumpkin"}, {"🍿", "Popcorn"},
	}
}

// offered reports whether an emoji is among the faces.
func offered(emoji string) bool {
	return slices.ContainsFunc(faces(), func(f face) bool { return f.emoji == emoji })
}
