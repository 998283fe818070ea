// SHA-256 of pieces of files. crypto.subtle is missing on plain http addresses in a LAN: there a vendored one counts.

/** A file's ends are so long, in bytes. */
const END = 64 * 1024;

/**
 * @param {BufferSource} data
 * @returns {Promise<string>} hex
 */
export async function sha256(data) {
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (globalThis.crypto?.subtle) return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  return sha256Plain(bytes);
}

/** sha256 without crypto.subtle. @param {Uint8Array} bytes */
export async function sha256Plain(bytes) {
  // @ts-ignore: without types
  const {sha256: hash} = await import('../third_party/noble-hashes-2.4.0/sha2.js');
  return hex(hash(bytes));
}

/**
 * What tells a file from others of its name and size: the hash of its first and last 64 KiB.
 * @param {Blob} file
 */
export async function endsOf(file) {
  const first = file.slice(0, END);
  const last = file.slice(Math.max(0, file.size - END));
  return sha256(await new Blob([first, last]).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
