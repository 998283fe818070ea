// Takes the place of media-chrome's dialog of its own keyboard shortcuts in what browsers get: our player has none of
// these (nohotkeys), and the room tells of its own.

export const getHotkeyToken = () => '';
