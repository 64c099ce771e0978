// Output by sector for each party: the largest rises and falls, in million USD and in volume.
import { drawBars, type Bar } from './bars.ts';
import { chart, HALF } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { change, fixed, level, NOTHING_MUSD, NOTHING_PERCENT, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { byRegion, detailYearNote } from './by_region.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, paragraph, type Tree } from './tree.ts';
import type { SectorResult } from './types.ts';

const EACH_WAY = 6;
const LEAST_PART = 0.0005; // of all output: smaller sectors move by large per cents that mean nothing

/** The largest rises, then the largest falls with the largest last. */
function extremes(rows: SectorResult[], least: number, value: (row: SectorResult) => number): SectorResult[] {
  const sorted = rows.filter((row) => Math.abs(value(row)) >= least).sort((a, b) => value(b) - value(a));
  const rises = sorted.filter((row) => value(row) > 0).slice(0, EACH_WAY);
  const falls = sorted.filter((row) => value(row) < 0).slice(-EACH_WAY);
  return [...rises, ...falls];
}

function describe(bars: Bar[]): string {
  const name = (bar: Bar | undefined) => (bar === undefined ? text.notAvailable : `${bar.label} ${bar.shown}`);
  return text.industries.describe(name(bars.find((bar) => bar.value > 0)), name(bars.filter((bar) => bar.value < 0).at(-1)));
}

function charts(model: Model, code: string): Tree {
  const rows = model.results.sector_results.filter((row) => row.region === code);
  const year = model.detailYear, name = model.regionName(code);
  if (rows.length === 0) return paragraph(text.industries.absent(name), 'note');
  const label = (row: SectorResult) => model.sectorName(row.sector);
  const moved = (row: SectorResult) => row.output_new_musd - row.output_base_musd;
  const byValue: Bar[] = extremes(rows, NOTHING_MUSD, moved).map((row) => ({
    label: label(row), value: moved(row), shown: text.gains.value(change(moved(row)), percentChange(row.output_percent)),
  }));
  const least = LEAST_PART * rows.reduce((sum, row) => sum + row.output_base_musd, 0);
  const round = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const enough = Math.floor(Math.max(least, 1) / round) * round;
  const large = rows.filter((row) => row.output_base_musd >= enough);
  const volume = (row: SectorResult) => row.volume_percent ?? 0;
  const byVolume: Bar[] = extremes(large, NOTHING_PERCENT, volume).map((row) => ({
    label: label(row), value: volume(row), shown: percentChange(row.volume_percent),
  }));
  return element('div', { class: 'pair' },
    chart({ title: text.industries.byValue(name), share: HALF, empty: byValue.length === 0 ? text.industries.none : undefined,
      note: text.industries.note(EACH_WAY, year), description: describe(byValue),
      data: () => recordsSheet(rows),
      draw: (frame) => drawBars(byValue, { axis: text.industries.valueAxis, heading: text.industries.valueHeading, beside: byVolume }, frame) }),
    chart({ title: text.industries.byVolume(name), share: HALF, empty: byVolume.length === 0 ? text.industries.none : undefined,
      description: describe(byVolume),
      note: text.industries.volumeNote(EACH_WAY, year, `${enough < 1 ? level(enough) : fixed(enough, 0)} ${text.units.musd}`),
      data: () => recordsSheet(rows),
      draw: (frame) => drawBars(byVolume, { axis: text.industries.volumeAxis, heading: text.industries.volumeHeading, beside: byValue }, frame) }));
}

export function sectorsSection(first: Model): Section {
  return section(text.industries.id, text.industries.title, first, (model) => [detailYearNote(model),
    kept(model.isStale('details'), text.stale.details, byRegion(model, (code) => charts(model, code)))]);
}
