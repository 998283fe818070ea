package room

// Preset names a set of settings that go well together.
type Preset string

// The presets. A room begins with PresetEqual.
const (
	PresetEqual  Preset = "equal"  // everyone moves the film
	PresetLead   Preset = "lead"   // the host and co-hosts do
	PresetCinema Preset = "cinema" // and nobody else writes, either
)

// rules returns what a preset sets; ok is false when there is none of that name.
func (p Preset) rules() (control, load, chat Who, ok bool) {
	switch p {
	case PresetEqual:
		return Everyone, Hosts, Everyone, true
	case PresetLead:
		return Hosts, Hosts, Everyone, true
	case PresetCinema:
		return Hosts, Hosts, Hosts, true
	}
	return "", "", "", false
}

// Preset returns the preset that s is, "" = none.
func (s Settings) Preset() Preset {
	for _, p := range []Preset{PresetEqual, PresetLead, PresetCinema} {
		if control, load, chat, _ := p.rules(); s.Control == control && s.Load == load && s.Chat == chat {
			return p
		}
	}
	return ""
}
