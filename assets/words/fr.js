globalThis.gobletWords = {};
