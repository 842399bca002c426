import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Box } from '../domain/student-evaluation/box.js'

// One ballot's box as bytes that tell nothing: sorted, of one length from the first ballot to the last, under a key of its own.

const IV = 12
const TAG = 16
/** `["<22 characters>","<22>"],` and `["<64 hex digits>",100,100],`. */
const ISSUED_BYTES = 52
const PAPER_BYTES = 77
const FRAME_BYTES = 64

/** @throws Error when `text` does not fit: the box would show how full it is */
const padded = (text: string, eligible: number): Buffer => {
  const size = FRAME_BYTES + eligible * (ISSUED_BYTES + PAPER_BYTES)
  if (text.length > size) throw new Error('a ballot box is too small for what is in it')
  return Buffer.from(text.padEnd(size))
}

export const newBoxKey = (): Buffer => randomBytes(32)

/** AES-256-GCM with a fresh nonce, bound to `name`: two sealings of the same box have nothing in common but their length. */
export const sealBytes = (key: Buffer, name: string, plain: Buffer): Buffer => {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name))
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}
/** @throws Error when it was sealed under another key or for another name */
export const openBytes = (key: Buffer, name: string, sealed: Buffer): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV)).setAAD(Buffer.from(name))
  decipher.setAuthTag(sealed.subarray(-TAG))
  return Buffer.concat([decipher.update(sealed.subarray(IV, -TAG)), decipher.final()])
}

const byFirst = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number => (a < b ? -1 : 1)

export const sealBox = (key: Buffer, ballot: string, box: Box, eligible: number): Buffer => {
  const issued = [...box.issued].sort(byFirst)
  const papers = [...box.papers].map(([hash, g]) => [hash, g.recognition, g.satisfaction] as const).sort(byFirst)
  return sealBytes(key, ballot, padded(JSON.stringify({ issued, papers }), eligible))
}
export const openBox = (key: Buffer, ballot: string, sealed: Buffer): Box => {
  const { issued, papers } = JSON.parse(openBytes(key, ballot, sealed).toString()) as {
    readonly issued: readonly (readonly [string, string])[]
    readonly papers: readonly (readonly [string, number, number])[]
  }
  return {
    issued: new Map(issued),
    papers: new Map(papers.map(([hash, recognition, satisfaction]) => [hash, { recognition, satisfaction }])),
  }
}

/** 22 characters that stand for `value` in this ballot alone, and say nothing without its key. */
export const markOf = (key: Buffer, value: string): string =>
  createHmac('sha256', key).update(value).digest().subarray(0, 16).toString('base64url')
