/** The date so many days after another, `yyyy-mm-dd`. */
export const daysLater = (date: string, days: number): string => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
