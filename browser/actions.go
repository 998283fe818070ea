package browser

import (
	"math"
	"strings"
	"unicode/utf8"
)

// action is one step of an input device, as of https://w3c.github.io/webdriver/#actions.
type action map[string]any

func moveTo(x, y float64) action {
	return action{"type": "pointerMove", "x": math.Round(x), "y": math.Round(y)}
}

// clickAt is the mouse going to a point and its left button down and up.
func clickAt(x, y float64) []action {
	return []action{moveTo(x, y), {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}}
}

// typing is text coming character by character.
func typing(text string) (actions []action) {
	for _, r := range text {
		actions = append(actions, stroke(string(r))...)
	}
	return actions
}

// pressing is a key going down and up while the modifiers are held.
func pressing(key string, modifiers []string) ([]action, error) {
	value, err := keyValue(key)
	if err != nil {
		return nil, err
	}
	actions := stroke(value)
	for _, name := range modifiers {
		held := stroke(keyValues[name])
		actions = append(append([]action{held[0]}, actions...), held[1])
	}
	return actions, nil
}

// stroke is a key going down and up.
func stroke(value string) []action {
	return []action{{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}}
}

// keyValues are WebDriver's characters for keys that type none, https://w3c.github.io/webdriver/#keyboard-actions.
var keyValues = map[string]string{
	"Backspace": "\ue003", "Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009", "Alt": "\ue00a",
	"Escape": "\ue00c", "Space": " ", "PageUp": "\ue00e", "PageDown": "\ue00f", "End": "\ue010", "Home": "\ue011",
	"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Insert": "\ue016",
	"Delete": "\ue017", "F1": "\ue031", "F2": "\ue032", "F3": "\ue033", "F4": "\ue034", "F5": "\ue035", "F6": "\ue036",
	"F7": "\ue037", "F8": "\ue038", "F9": "\ue039", "F10": "\ue03a", "F11": "\ue03b", "F12": "\ue03c", "Meta": "\ue03d",
}

// keyValue returns the character that WebDriver knows the key by.
func keyValue(name string) (string, error) {
	if value, known := keyValues[name]; known {
		return value, nil
	}
	if utf8.RuneCountInString(name) == 1 {
		return name, nil
	}
	for _, prefix := range []string{"Key", "Digit"} { // names of KeyboardEvent.code
		if rest, found := strings.CutPrefix(name, prefix); found && len(rest) == 1 {
			return strings.ToLower(rest), nil
		}
	}
	return "", errNoKey
}
