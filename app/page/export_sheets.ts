// The numbers behind pictures, as small tables.
import type { Bar } from './bars.ts';
import type { Sheet } from './export_text.ts';
import { viewsText } from './text_views.ts';

const words = viewsText.save;

/** Bars: a name, where the bar begins where that is not zero, its end, and the ends of its band. */
export function barsSheet(bars: Bar[], unit: string): Sheet {
  const begins = bars.some((bar) => bar.from !== undefined), banded = bars.some((bar) => bar.band !== undefined);
  return {
    columns: [words.columns.name, ...(begins ? [words.columns.from(unit)] : []), unit, ...(banded ? [words.columns.low(unit), words.columns.high(unit)] : [])],
    rows: bars.map((bar) => [bar.label, ...(begins ? [bar.from ?? 0] : []), bar.value, ...(banded ? [bar.band?.[0] ?? null, bar.band?.[1] ?? null] : [])]),
  };
}

/** Rows of objects under their own keys, which carry the units as in results.json. */
export function recordsSheet(rows: readonly object[]): Sheet {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const plain = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? value : value === null || value === undefined ? null : JSON.stringify(value));
  return { columns: keys, rows: rows.map((row) => keys.map((key) => plain((row as Record<string, unknown>)[key]))) };
}
