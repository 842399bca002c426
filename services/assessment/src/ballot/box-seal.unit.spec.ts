import { expect, it } from 'vitest'
import { type Box, emptyBox } from '../domain/student-evaluation/box.js'
import { markOf, newBoxKey, openBox, sealBox } from './box-seal.js'

const key = newBoxKey()
const name = 'studenteval-aksu.c_1-2024'
const hash = (n: number): string => n.toString(16).padStart(64, '0')
const full = (students: number): Box => ({
  issued: new Map(Array.from({ length: students }, (_, n) => [markOf(key, `student ${n}`), markOf(key, `request ${n}`)])),
  papers: new Map(Array.from({ length: students }, (_, n) => [hash(n), { recognition: 100, satisfaction: 100 }])),
})

it('a box is opened with its key and name only', () => {
  const sealed = sealBox(key, name, full(3), 3)
  expect(openBox(key, name, sealed)).toEqual(full(3))
  expect(() => openBox(newBoxKey(), name, sealed)).toThrow()
  expect(() => openBox(key, 'studenteval-aksu.c_2-2024', sealed)).toThrow()
})
it('its bytes tell neither how full it is nor what was put in last', () => {
  const boxes = [emptyBox, full(1), full(150), full(200)].map((box) => sealBox(key, name, box, 200))
  expect(new Set(boxes.map(({ length }) => length)).size).toBe(1)
  expect(sealBox(key, name, full(1), 200)).not.toEqual(boxes[1])
})
it('content is sorted: the order things were put in is not kept', () => {
  const { papers, issued } = full(20)
  const backwards = { issued: new Map([...issued].reverse()), papers: new Map([...papers].reverse()) }
  const content = (box: Box) => [...openBox(key, name, sealBox(key, name, box, 20)).papers.keys()]
  expect(content(backwards)).toEqual(content(full(20)))
})
it('what does not fit is not written', () => {
  expect(() => sealBox(key, name, full(30), 3)).toThrow('too small')
})
it('a mark stands for a student in one ballot alone', () => {
  expect(markOf(key, 'student u')).toBe(markOf(key, 'student u'))
  expect(markOf(key, 'student u')).not.toBe(markOf(newBoxKey(), 'student u'))
  expect(markOf(key, 'student u')).toHaveLength(22)
})
