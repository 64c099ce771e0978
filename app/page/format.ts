// Numbers as text: a true minus sign, thousands separators, units, no more digits than a reader can use.
import type { Amount } from './types.ts';
import { text } from './text.ts';

const MINUS = '\u2212';
const NO_BREAK = '\u00a0';

/** Changes below these are what is left of rounding in the solver, not results: a million USD and a per cent. */
export const NOTHING_MUSD = 1e-6;
export const NOTHING_PERCENT = 1e-9;

const cache = new Map<number, Intl.NumberFormat>();

/** `value` with exactly `decimals` decimals; zero is never "minus zero". */
export function fixed(value: number, decimals: number): string {
  let format = cache.get(decimals);
  if (format === undefined) {
    format = new Intl.NumberFormat(text.numbers, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    cache.set(decimals, format);
  }
  const digits = format.format(Math.abs(value));
  return value < 0 && /[1-9]/.test(digits) ? MINUS + digits : digits;
}

/** A sentence with the minus signs of its numbers written as such. */
export function trueMinus(sentence: string): string {
  return sentence.replace(/(^|[\s(])-(?=\d)/g, `$1${MINUS}`);
}

/** Puts a plus before what is above zero. */
function withSign(value: number, shown: string): string {
  return value > 0 && /[1-9]/.test(shown) ? `+${shown}` : shown;
}

/** Decimals that leave `digits` significant digits, at least `least` decimals. */
function decimalsFor(value: number, digits: number, least = 0): number {
  if (value === 0) return least;
  return Math.min(8, Math.max(least, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** A change in million USD without its unit, for columns and labels: "+1,234", "+52.3", "−0.42". */
export function change(value: Amount): string {
  if (value === null) return text.notAvailable;
  if (Math.abs(value) < NOTHING_MUSD) return '0';
  if (Math.abs(value) < 0.005) return text.aboutZero;
  return withSign(value, level(value));
}

/** A level in million USD without its unit. */
export function level(value: Amount): string {
  if (value === null) return text.notAvailable;
  const size = Math.abs(Number(value.toPrecision(3)));
  return fixed(value, size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** A change in million USD in running text: "+52.3 million USD", "down less than 0.1 million USD". */
export function changeMusd(value: Amount): string {
  if (value === null) return text.notAvailable;
  if (Math.abs(value) < NOTHING_MUSD) return text.noChange;
  if (Math.abs(value) < 0.1) return value > 0 ? text.upLess : text.downLess;
  return `${change(value)}${NO_BREAK}${text.units.musd}`;
}

/** A change in per cent with three significant digits, fewer where it is tiny: "+0.0131 %", "−12.4 %", "+0.00009 %". */
export function percentChange(value: Amount, digits = 3): string {
  if (value === null) return text.notAvailable;
  if (Math.abs(value) < NOTHING_PERCENT) return `0${NO_BREAK}%`;
  const size = Math.abs(value), useful = size < 1e-4 ? 1 : size < 1e-2 ? 2 : 3;
  if (size < 1e-7) return `${text.aboutZero}${NO_BREAK}%`;
  return `${withSign(value, fixed(value, decimalsFor(value, Math.min(digits, useful))))}${NO_BREAK}%`;
}

/** A rate or a share in per cent: "8.3 %". */
export function percent(value: Amount): string {
  if (value === null) return text.notAvailable;
  if (value !== 0 && Math.abs(value) < 0.005) return `${text.aboutZero}${NO_BREAK}%`;
  const decimals = Number.isInteger(value) ? 0 : Math.abs(value) < 0.095 ? 2 : 1;
  return `${fixed(value, decimals)}${NO_BREAK}%`;
}

/** A change in USD per head: "+1.51 USD". */
export function perHead(value: Amount): string {
  if (value === null) return text.notAvailable;
  if (value !== 0 && Math.abs(value) < 0.005) return value > 0 ? text.upLessCent : text.downLessCent;
  return `${withSign(value, fixed(value, 2))}${NO_BREAK}${text.units.usd}`;
}

/** new against old in per cent; null where there is no old. */
export function growth(old: Amount, now: Amount): Amount {
  return old === null || now === null || old === 0 ? null : 100 * (now / old - 1);
}

export function difference(old: Amount, now: Amount): Amount {
  return old === null || now === null ? null : now - old;
}

/** Round numbers from `low` to `high`, at most `most` of them (two or more): 1, 2 or 5 times a power of ten apart. */
export function roundTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) return [low];
  const power = 10 ** Math.floor(Math.log10((high - low) / most));
  const inside = (step: number) => Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1;
  const step = [1, 2, 5, 10, 20, 50].map((factor) => factor * power).find((size) => inside(size) <= most) ?? 100 * power;
  return Array.from({ length: inside(step) }, (_, k) => Number(((Math.ceil(low / step - 1e-9) + k) * step).toPrecision(12)));
}

/** A tick of an axis: no more decimals than it needs. */
export function tick(value: number): string {
  return fixed(value, value === 0 ? 0 : Math.max(0, Math.min(8, decimalsNeeded(value))));
}

function decimalsNeeded(value: number): number {
  const shortest = String(Number(value.toPrecision(6)));
  const [mantissa = '', exponent = '0'] = shortest.split('e');
  return (mantissa.split('.')[1] ?? '').length - Number(exponent);
}

/** One number of decimals for a whole column, so that its digits stand under each other. */
export function column(values: Amount[], signed: boolean, least = 0): (value: Amount) => string {
  const largest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)));
  const decimals = Math.min(6, decimalsFor(largest, 3, least));
  return (value) => {
    if (value === null) return text.notAvailableShort;
    if (value === 0) return '0';
    const shown = fixed(value, decimals);
    if (value !== 0 && !/[1-9]/.test(shown)) return text.aboutZero;
    return signed ? withSign(value, shown) : shown;
  };
}

/** A solver residual: "3.1e−12". */
export function residual(value: Amount): string {
  if (value === null) return text.notAvailable;
  if (value === 0) return '0';
  return value.toExponential(1).replace('-', MINUS);
}
