declare module 'japanese-holidays' {
  /** Days of that year on which Japan rests by law, substitute holidays included; `month` from 1. */
  export function getHolidaysOf(year: number): readonly { readonly month: number; readonly date: number }[];
}
