import type { CatalogueEntry } from './entry.js'

const regulation = { zh: '中华人民共和国个人信息保护法', en: 'Personal Information Protection Law' }

/** Articles of law that stand behind acts no regulation speaks of; derived by us, in our own words. */
export const lawRules: readonly CatalogueEntry[] = [
  {
    id: 'PIPL-6',
    regulation,
    article: { zh: '第六条', en: 'article 6' },
    says: {
      zh: '处理个人信息要有明确、合理的目的，并且只用影响最小的方式。',
      en: 'Personal information is handled for a clear and reasonable purpose, in the way that affects people least.',
    },
  },
  {
    id: 'PIPL-13',
    regulation,
    article: { zh: '第十三条第一款第二项', en: 'article 13, paragraph 1, item 2' },
    says: {
      zh: '人力资源管理所必需的个人信息可以处理；在岗期间不能删除。',
      en: 'What personnel management needs may be processed; while somebody serves it is needed, and is not erased.',
    },
  },
  {
    id: 'PIPL-47',
    regulation,
    article: { zh: '第四十七条', en: 'article 47' },
    says: {
      zh: '处理目的已实现、不再必要或者本人要求的，应当删除个人信息。',
      en: 'Personal information is deleted once its purpose is met or gone, or when the person asks for it.',
    },
  },
]
