const END = 0x06054b50
const ENTRY = 0x02014b50

/**
 * Bytes that the files of a zip archive say they have, without opening one; `null` when it is no zip. Said before anything is inflated:
 * a few kilobytes can stand for gigabytes.
 */
export const inflatedSize = (file: Buffer): number | null => {
  // the end record is 22 bytes and a comment of at most 64 KiB
  const from = Math.max(0, file.length - 22 - 65_535)
  let end = -1
  for (let at = file.length - 22; at >= from && end < 0; at -= 1) if (file.readUInt32LE(at) === END) end = at
  if (end < 0) return null
  const entries = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  let size = 0
  for (let i = 0; i < entries; i += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== ENTRY) return null
    size += file.readUInt32LE(at + 24)
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return size
}
