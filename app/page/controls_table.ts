// Which numbers of a measure can be moved, and how far a slider reaches. What the engine accepts is wider (selat schema); a
// number typed beside the slider may be anything it accepts.
import { readQuantity } from './quantity.ts';
import type { TreeMap } from './engine/tree.ts';

/** Ends of a slider and its step, in the unit of the file. */
export interface Reach {
  low: number;
  high: number;
  step: number;
}

export interface Slider {
  key: string;
  /** Within what the engine accepts. */
  reach(value: number): Reach;
}

/** A round number at or above: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= value * (1 - 1e-12)) ?? 10 * power;
}

const tidy = (value: number): number => Number(value.toPrecision(12));

/** From `low` to about three times the file's number, in a hundred steps or more; an even step goes to the file's number. */
function upTo(times: number, least: number, low: 'zero' | 'step' | 'minus' = 'zero'): Slider['reach'] {
  return (value) => {
    const high = roundUp(Math.max(least, times * Math.abs(value))), step = stepFor(value, high / 100);
    return { low: low === 'zero' ? 0 : low === 'step' ? step : -high, high, step };
  };
}

/** A step of at most `most` that has the file's number on its grid. */
function stepFor(value: number, most: number): number {
  let step = 10 ** Math.floor(Math.log10(most));
  for (const factor of [5, 2]) if (factor * step <= most * (1 + 1e-9)) { step *= factor; break; }
  while (Math.abs(value / step - Math.round(value / step)) > 1e-6 && step > most / 1000) step /= 10;
  return tidy(step);
}

const share = (step: number): Slider['reach'] => (value) => ({ low: 0, high: 100, step: stepFor(value, step) });

const TABLE: Record<string, Slider[]> = {
  tariff: [
    { key: 'to', reach: upTo(2, 25) },
    { key: 'cut', reach: share(1) },
    { key: 'add', reach: upTo(2, 25) },
    { key: 'utilisation', reach: share(5) },
  ],
  barrier: [{ key: 'cut', reach: (value) => ({ low: 0, high: Math.min(90, roundUp(Math.max(5, 3 * Math.abs(value)))), step: stepFor(value, 0.1) }) }],
  purchase: [{ key: 'amount', reach: upTo(3, 10, 'step') }, { key: 'offset', reach: share(5) }],
  capacity: [{ key: 'productivity', reach: upTo(3, 2) }, { key: 'output', reach: upTo(5, 10) }],
  export_tax: [{ key: 'rate', reach: (value) => ({ low: -50, high: roundUp(Math.max(50, Math.abs(value))), step: stepFor(value, 1) }) }],
  labour: [{ key: 'change', reach: (value) => ({ low: -10, high: roundUp(Math.max(10, Math.abs(value))), step: stepFor(value, 0.1) }) }],
  intensity: [{ key: 'cut', reach: (value) => ({ low: 0, high: Math.min(100, roundUp(Math.max(10, 3 * Math.abs(value)))), step: stepFor(value, 0.1) }) },
    { key: 'cost', reach: upTo(3, 100) }],
  investment: [{ key: 'amount', reach: upTo(3, 10) }, { key: 'foreign_owned', reach: share(5) }],
  tourism: [{ key: 'amount', reach: upTo(3, 10) }],
  hydrogen: [{ key: 'capacity', reach: upTo(5, 10) }, { key: 'price', reach: upTo(2, 10) }],
  carbon_price: [{ key: 'price', reach: upTo(3, 100) }, { key: 'response', reach: (value) => ({ low: 0, high: roundUp(Math.max(5, value)), step: stepFor(value, 0.1) }) }],
};

/** Clauses of resilience: they act in the stress tests only. */
export const CLAUSES = ['stockpile', 'priority', 'standby', 'preparedness'];

export interface Moved {
  key: string;
  word: string;
  reach: Reach;
}

/** The sliders of a measure: those whose number stands in the file. */
export function slidersOf(kind: string, options: TreeMap): Moved[] {
  return (TABLE[kind] ?? []).flatMap(({ key, reach }) => {
    const word = options.get(key), quantity = typeof word === 'string' ? readQuantity(word) : null;
    if (typeof word !== 'string' || quantity === null) return [];
    const limits = reach(quantity.value);
    return [{ key, word, reach: { ...limits, low: Math.min(limits.low, quantity.value), high: Math.max(limits.high, quantity.value) } }];
  });
}

/** Kinds and keys of all sliders, for the test against the options that the engine declares. */
export function slidersByKind(): Record<string, string[]> {
  return Object.fromEntries(Object.entries(TABLE).map(([kind, list]) => [kind, list.map((one) => one.key)]));
}

/** Key and keys of the year in which a measure begins. */
export function yearPath(kind: string, options: TreeMap): string | null {
  if (kind === 'purchase' || kind === 'investment') return 'years.0';
  return kind === 'capture' || CLAUSES.includes(kind) || options.has('schedule') ? null : 'from';
}
