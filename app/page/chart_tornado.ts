// How sure the numbers are: what was drawn, and which parameter moves each party's result most.
import { barDomain, drawBars, type Bar } from './bars.ts';
import { chart, HALF, SERIES } from './chart.ts';
import { barsSheet } from './export_sheets.ts';
import { level, NOTHING_MUSD, trueMinus } from './format.ts';
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, folded, paragraph, type Tree } from './tree.ts';
import type { Swing, Tornado, Uncertainty } from './types.ts';

const SHOWN = 12, MOST_PARTIES = 4;

function name(model: Model, row: Swing): string {
  const { parameters } = text.uncertainty;
  if (row.parameter === 'theta') return parameters.theta(row.sectors.map((code) => model.sectorName(code)).join(', '));
  if (row.parameter === 'barrier') return row.measure ?? parameters.barrier;
  return parameters[row.parameter];
}

/** Bars from the low to the high result, measured from the one in the middle. */
function bars(model: Model, { centre_ev_musd: centre, rows }: Tornado): Bar[] {
  if (centre === null) return [];
  const known = rows.flatMap((row) => (row.low_musd === null || row.high_musd === null ? []
    : [{ row, low: Math.min(row.low_musd, row.high_musd), high: Math.max(row.low_musd, row.high_musd) }]));
  return known.filter(({ low, high }) => high - low >= NOTHING_MUSD).sort((a, b) => b.high - b.low - (a.high - a.low)).slice(0, SHOWN)
    .map(({ row, low, high }) => ({ label: name(model, row), from: low - centre, value: high - centre, colour: SERIES[0] ?? '',
      shown: text.uncertainty.range(signed(low), signed(high)) }));
}

function signed(value: number): string {
  return value > 0 ? `+${level(value)}` : trueMinus(level(value));
}

function tornado(model: Model, one: Tornado): Tree {
  const shown = bars(model, one), region = model.regionName(one.region);
  return chart({
    title: text.uncertainty.tornado(region), share: HALF, empty: shown.length === 0 ? text.uncertainty.none : undefined,
    note: text.uncertainty.centre(one.centre_ev_musd === null ? text.notAvailable : signed(one.centre_ev_musd)),
    description: text.uncertainty.describe(shown.slice(0, 3).map((bar) => `${bar.label} ${bar.shown}`).join('; ')),
    data: () => barsSheet(shown, text.uncertainty.axis),
    draw: (frame) => drawBars(shown, {
      axis: text.uncertainty.axis, heading: text.uncertainty.heading,
      domain: barDomain(shown.flatMap((bar) => [bar.from ?? 0, bar.value])),
    }, frame),
  });
}

function lead(drawn: Uncertainty): string {
  const { uncertainty: words } = text;
  return [words.lead(drawn.draws, drawn.sources.length), drawn.failed === 0 ? words.allSolved : words.failed(drawn.failed),
    drawn.settled ? words.settled : words.unsettled].join(' ');
}

export function uncertaintySection(first: Model): Section[] {
  if ((first.results.uncertainty ?? null) === null) return [];
  return [section(text.uncertainty.id, text.uncertainty.title, first, (model) => {
    const drawn = model.results.uncertainty ?? null;
    if (drawn === null) return [];
    return [paragraph(lead(drawn)), paragraph(text.uncertainty.middle, 'note'), kept(model.isStale('uncertainty'), text.stale.bands,
      folded(text.uncertainty.more, element('div', { class: 'pair' }, ...drawn.tornado.slice(0, MOST_PARTIES).map((one) => tornado(model, one)))))];
  })];
}
