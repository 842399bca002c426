/**
 * One-dimensional arrays in PostgreSQL's binary format. node-postgres sends a Buffer as a binary parameter, so texts full of quotes are
 * neither escaped here nor unescaped there.
 */
const oid = { int4: 23, text: 25, json: 114, uuid: 2950 } as const
const headerBytes = 20

const header = (buffer: Buffer, elementType: number, length: number): number => {
  buffer.writeInt32BE(1, 0) // dimensions
  buffer.writeInt32BE(0, 4) // no nulls
  buffer.writeInt32BE(elementType, 8)
  buffer.writeInt32BE(length, 12)
  buffer.writeInt32BE(1, 16) // lower bound
  return headerBytes
}

const strings = (elementType: number, values: readonly string[]): Buffer => {
  let total = headerBytes
  for (const value of values) total += 4 + Buffer.byteLength(value)
  const buffer = Buffer.allocUnsafe(total)
  let at = header(buffer, elementType, values.length)
  for (const value of values) {
    const bytes = buffer.write(value, at + 4)
    buffer.writeInt32BE(bytes, at)
    at += 4 + bytes
  }
  return buffer
}

export const textArray = (values: readonly string[]): Buffer => strings(oid.text, values)

/** The server checks that each is JSON and keeps the text as it is. */
export const jsonArray = (values: readonly string[]): Buffer => strings(oid.json, values)

export const intArray = (values: readonly number[]): Buffer => {
  const buffer = Buffer.allocUnsafe(headerBytes + values.length * 8)
  let at = header(buffer, oid.int4, values.length)
  for (const value of values) {
    buffer.writeInt32BE(4, at)
    at = buffer.writeInt32BE(value, at + 4)
  }
  return buffer
}

/** Values are UUIDs with dashes. */
export const uuidArray = (values: readonly string[]): Buffer => {
  const buffer = Buffer.allocUnsafe(headerBytes + values.length * 20)
  let at = header(buffer, oid.uuid, values.length)
  for (const value of values) {
    buffer.writeInt32BE(16, at)
    buffer.write(value.replaceAll('-', ''), at + 4, 16, 'hex')
    at += 20
  }
  return buffer
}
