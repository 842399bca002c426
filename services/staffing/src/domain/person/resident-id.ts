import { addDays } from '@fudao/domain-kit'

/** Weights and check characters of GB 11643-1999 (ISO 7064, MOD 11-2). */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'
/** First two digits: provinces of GB/T 2260, and the permits of residents of Hong Kong, Macao and Taiwan. */
const region = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/

/** Whether the text is a Chinese resident number of 18 characters with a region (GB/T 2260), a real birth date and a right check character (GB 11643). */
export const isResidentId = (text: string): boolean => {
  const number = text.toUpperCase()
  if (!/^\d{17}[\dX]$/.test(number) || !region.test(number)) return false
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (Number.isNaN(Date.parse(born)) || addDays(born, 0) !== born) return false
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  return checks[sum % 11] === number[17]
}
