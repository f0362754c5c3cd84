declare module 'japanese-holidays' {
  interface JapaneseHolidays {
    /** Days of that year on which Japan rests by law, substitute holidays included; `month` from 1. */
    getHolidaysOf(year: number): readonly { readonly month: number; readonly date: number }[];
  }
  const holidays: JapaneseHolidays;
  export default holidays;
}
