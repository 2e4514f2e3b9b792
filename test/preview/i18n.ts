/** `@salesforce/i18n/…` of a locale, worked out by Intl. */

/** What engines have and the types lack yet. */
type WithWeeks = Intl.Locale & { getWeekInfo(): { firstDay: number } };

/** @param localeKey such as `fr_FR` */
export function i18nOf(localeKey: string, lang: string, timeZone: string, currency: string) {
  const locale = localeKey.replace('_', '-');
  const number = new Intl.NumberFormat(locale).formatToParts(-1234567.5);
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(1);
  const sign = (parts: Intl.NumberFormatPart[], type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const date = (style: 'short' | 'medium' | 'long') => patternOf(locale, { dateStyle: style });
  const time = (style: 'short' | 'medium') => patternOf(locale, { timeStyle: style });
  const symbol = money[0]?.type === 'currency' ? '¤#,##0.00' : '#,##0.00 ¤';
  const { firstDay } = (new Intl.Locale(locale) as WithWeeks).getWeekInfo();
  return {
    locale,
    lang,
    dir: 'ltr',
    currency,
    timeZone,
    firstDayOfWeek: (firstDay % 7) + 1,
    defaultCalendar: 'gregorian',
    defaultNumberingSystem: 'latn',
    showJapaneseCalendar: false,
    'dateTime.shortDateFormat': date('short'),
    'dateTime.mediumDateFormat': date('medium'),
    'dateTime.longDateFormat': date('long'),
    'dateTime.shortTimeFormat': time('short'),
    'dateTime.mediumTimeFormat': time('medium'),
    'dateTime.shortDateTimeFormat': `${date('short')} ${time('short')}`,
    'dateTime.mediumDateTimeFormat': `${date('medium')} ${time('medium')}`,
    'dateTime.longDateTimeFormat': `${date('long')} ${time('medium')}`,
    'number.numberFormat': '#,##0.###',
    'number.percentFormat': locale.startsWith('en') ? '#,##0%' : '#,##0 %',
    'number.currencyFormat': symbol,
    'number.currencySymbol': sign(money, 'currency'),
    'number.decimalSeparator': sign(number, 'decimal'),
    'number.groupingSeparator': sign(number, 'group') || ' ',
    'number.minusSign': sign(number, 'minusSign'),
    'number.plusSign': '+',
    'number.percentSign': '%',
    'number.perMilleSign': '‰',
    'number.exponentialSign': 'E',
    'number.superscriptingExponentSign': '×',
    'number.infinity': '∞',
    'number.nan': 'NaN',
  };
}

/** The pattern of a format in the letters that Salesforce uses: `dd/MM/yyyy`, `d 'de' MMMM 'de' yyyy`. */
function patternOf(locale: string, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const letters: Record<string, (value: string) => string> = {
    day: (value) => 'd'.repeat(value.length),
    month: (value) => (/\d/.test(value) ? 'M'.repeat(value.length) : options.dateStyle === 'long' ? 'MMMM' : 'MMM'),
    year: () => 'yyyy',
    hour: (value) => (format.resolvedOptions().hour12 ? 'h' : 'H').repeat(value.length),
    minute: () => 'mm',
    second: () => 'ss',
    dayPeriod: () => 'a',
    literal: (value) => value.replace(/\p{L}+/gu, "'$&'").replaceAll('\u202f', ' '),
  };
  return format
    .formatToParts(new Date('2026-03-05T09:08:07Z'))
    .map(({ type, value }) => letters[type]?.(value) ?? value)
    .join('');
}
