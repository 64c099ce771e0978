// The regions that gain and lose most in the year in view, in two charts of the same size.
import { barDomain, drawBars, type Bar } from './bars.ts';
import { chart, HALF } from './chart.ts';
import { barsSheet } from './export_sheets.ts';
import { change, NOTHING_MUSD, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
import { element, type Tree } from './tree.ts';
import type { Band, RegionYear, Results } from './types.ts';

const LISTED = 10;
const SAME_SCALE_UP_TO = 4; // beyond this ratio of the longest bars, one scale would hide the shorter chart

function ends(band: Band | null | undefined): [number, number] | undefined {
  return band === null || band === undefined || band.low === null || band.high === null ? undefined : [band.low, band.high];
}

/** Bands belong to the year and the settings of the file's headline. */
function bandsOf(model: Model): Map<string, Band | null | undefined> {
  const { year, gainers, losers } = model.results.headline;
  if (model.isStale('bands') || model.year.year !== year) return new Map();
  return new Map([...gainers, ...losers].map((row) => [row.region, row.ev_band_musd]));
}

/** The largest gains (sign 1) or losses (-1), largest first. */
export function ranked(rows: RegionYear[], sign: 1 | -1): RegionYear[] {
  return rows.filter(({ ev_musd }) => sign * (ev_musd ?? 0) > 0).sort((a, b) => sign * ((b.ev_musd ?? 0) - (a.ev_musd ?? 0))).slice(0, LISTED);
}

/** What the file says of the year in view; empty while nothing differs from it. */
function fileValues(model: Model, file: Results | undefined): Map<string, number | null> {
  const rows = model.edited ? file?.years.find((one) => one.year === model.year.year)?.regions ?? [] : [];
  return new Map(rows.map((row) => [row.region, row.ev_musd]));
}

function toBars(model: Model, sign: 1 | -1, file: Results | undefined): Bar[] {
  const bands = bandsOf(model), before = fileValues(model, file);
  return ranked(model.year.regions, sign).filter(({ ev_musd }) => Math.abs(ev_musd ?? 0) >= NOTHING_MUSD).map(({ region, ev_musd, ev_percent }) => ({
    label: model.regionName(region), value: ev_musd ?? 0,
    shown: text.gains.value(change(ev_musd), percentChange(ev_percent)),
    band: ends(bands.get(region)), mark: before.get(region) ?? undefined,
  }));
}

/** Everything the bars of a chart reach, whiskers included. */
function reaches(bars: Bar[]): number[] {
  return bars.flatMap((bar) => [bar.value, bar.mark ?? 0, ...(bar.band ?? [])]);
}

function longest(bars: Bar[]): number {
  return Math.max(0, ...bars.map((bar) => Math.abs(bar.value)));
}

/** With the results of the file, bars of other settings are crossed where the file's stood. */
export function gains(model: Model, file?: Results): Tree {
  const { year } = model.year;
  const up = toBars(model, 1, file), down = toBars(model, -1, file);
  const high = longest(up), low = longest(down);
  const same = Math.max(high, low) <= SAME_SCALE_UP_TO * Math.min(high, low);
  const all = [...reaches(up), ...reaches(down)], reach = Math.max(0, ...all.map(Math.abs));
  const one = (title: string, bars: Bar[], beside: Bar[], sign: 1 | -1) => chart({
    title, share: HALF, empty: bars.length === 0 ? text.gains.none : undefined,
    note: [same ? text.gains.sameScale : text.gains.otherScale, ...(bars.some((bar) => bar.band !== undefined) ? [text.gains.whiskers] : []),
      ...(bars.some((bar) => bar.mark !== undefined) ? [text.gains.ticks] : [])].join(' '),
    description: text.gains.describe(bars.map((bar) => `${bar.label} ${bar.shown}`).join('; ')),
    data: () => barsSheet(bars, text.gains.axis),
    draw: (frame) => drawBars(bars, {
      axis: text.gains.axis, heading: text.gains.heading, beside,
      domain: same ? barDomain([0, sign * reach, ...reaches(bars)]) : barDomain(reaches(bars)),
    }, frame),
  });
  return element('div', { class: 'pair', id: 'ranking' }, one(text.gains.gainers(year), up, down, 1), one(text.gains.losers(year), down, up, -1));
}
