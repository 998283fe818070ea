// Whether this is the browser of a television, which has a remote and no pointer.

/** Names that browsers of televisions go by, and of the sticks that are plugged into them. */
const TELEVISIONS = /\b(?:Web0S|webOS\.TV|Tizen|SMART-TV|SmartTV|HbbTV|NetCast|VIDAA|BRAVIA|CrKey|GoogleTV|Android TV|AFT[A-Z]+|Roku)\b/i;

/** @param {string} agent navigator.userAgent */
export function isTelevision(agent) {
  return TELEVISIONS.test(agent);
}
