/** The campuses of the demo data by id, for the demo sign-in; any other registered id can be typed. */
export const demoCampuses: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  aksu: { zh: '阿克苏职业技术学院（有三年历史）', en: 'Aksu Vocational and Technical College (three years of history)' },
  lanzhou: { zh: '兰州大学', en: 'Lanzhou University' },
  hangzhou: { zh: '杭州师范大学', en: 'Hangzhou Normal University' },
  tangshan: { zh: '唐山示范学院', en: 'Tangshan Example College' },
  dalian: { zh: '大连交通大学', en: 'Dalian Jiaotong University' },
}
