// Change in the volume of output by sector and region: a table whose cells are coloured, so that it is read by everybody.
import { classBounds, classOf } from './chart_map.ts';
import { detailYearNote } from './by_region.ts';
import { saveable } from './export_bar.ts';
import { fixed, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { section, type Section } from './section.ts';
import { viewsText } from './text_views.ts';
import { element, scrolling, type Tree } from './tree.ts';
import type { Amount } from './types.ts';

const words = viewsText.heatmap;
const MOST_REGIONS = 10;
const CLASS_NAMES = ['loss-3', 'loss-2', 'loss-1', 'neutral', 'gain-1', 'gain-2', 'gain-3'];

/** The parties, the region in view, then those whose real income changes most, as many as fit. */
function columnsOf(model: Model): string[] {
  const change = (code: string) => Math.abs(model.outcome(code)?.ev_percent ?? 0);
  const first = [...new Set([...(model.parties.includes(model.view.region) ? [] : [model.view.region]), ...model.parties])]
    .sort((a, b) => Number(model.parties.includes(b)) - Number(model.parties.includes(a)) || change(b) - change(a));
  const rest = model.results.regions.map((region) => region.code).filter((code) => !first.includes(code)).sort((a, b) => change(b) - change(a));
  return [...first, ...rest].slice(0, MOST_REGIONS);
}

const NOTHING = 0.2; // of the class around zero: the digits of less would not fit and say nothing

/** Two digits that count: "+0.012", "−3.4"; the exact number is in what is saved. */
function short(value: Amount, bounds: number[]): string {
  if (value === null) return words.noOutput;
  if (Math.abs(value) < NOTHING * Math.min(...bounds.map(Math.abs))) return words.aboutZero;
  return percentChange(value, 2).replace(/\u00a0%$/, '');
}

function legend(bounds: number[]): Tree {
  const label = (bound: number | undefined) => (bound === undefined ? null
    : `${bound > 0 ? '+' : ''}${fixed(bound, Math.max(0, -Math.floor(Math.log10(Math.abs(bound)) + 1e-9)))}`);
  return element('ul', { class: 'legend heat-legend', 'aria-label': words.key }, ...CLASS_NAMES.map((name, k) =>
    element('li', {}, element('span', { class: `swatch heat-${name}` }), words.class(label(bounds[k - 1]), label(bounds[k])))));
}

function cell(value: Amount, bounds: number[]): Tree {
  const name = value === null ? 'none' : CLASS_NAMES[classOf(value, bounds)] ?? 'neutral';
  return element('td', { class: `heat heat-${name}` }, element('span', {}, short(value, bounds)));
}

function body(model: Model, codes: string[], kind: 'goods' | 'services', bounds: number[]): Tree {
  const { sectors, regions, volume_percent: volumes = [] } = model.results;
  const at = new Map(regions.map((region, k) => [region.code, k]));
  const lines = sectors.flatMap((sector, s) => (sector.kind === kind ? [{ sector, s }] : []));
  const value = (code: string, s: number): Amount => volumes[at.get(code) ?? -1]?.[s] ?? null;
  return element('tbody', {},
    element('tr', { class: 'heat-group' }, element('th', { scope: 'rowgroup', colspan: codes.length + 1 }, words[kind])),
    ...lines.map(({ sector, s }) => element('tr', {}, element('th', { scope: 'row', class: 'words' }, model.sectorName(sector.code)),
      ...codes.map((code) => cell(value(code, s), bounds)))));
}

function head(model: Model, codes: string[]): Tree {
  return element('thead', {}, element('tr', {}, element('th', { scope: 'col', class: 'words' }, words.sector), ...codes.map((code) =>
    element('th', { scope: 'col', class: model.parties.includes(code) ? 'figure party' : 'figure' },
      element('span', { class: 'wide' }, model.regionName(code)), element('abbr', { class: 'tight', title: model.regionName(code) }, code)))));
}

/** All regions, not only those that are shown. */
function sheet(model: Model) {
  const { regions, sectors, volume_percent: volumes = [] } = model.results;
  return { columns: [words.sector, ...regions.map((region) => region.code)],
    rows: sectors.map((sector, s) => [`${sector.code} ${model.sectorName(sector.code)}`, ...regions.map((_, n) => volumes[n]?.[s] ?? null)]) };
}

/** None where the results have no volumes. */
export function heatmapSection(first: Model): Section[] {
  if ((first.results.volume_percent ?? []).length === 0) return [];
  return [section(words.id, words.title, first, (model) => {
    const codes = columnsOf(model), places = model.results.regions.map((region) => region.code);
    const shown = codes.flatMap((code) => model.results.volume_percent?.[places.indexOf(code)] ?? []);
    const bounds = classBounds(shown.map((value) => value ?? 0)), title = words.caption(model.detailYear);
    const table = element('table', { class: 'heatmap' }, element('caption', {}, title), head(model, codes),
      body(model, codes, 'goods', bounds), body(model, codes, 'services', bounds));
    return [detailYearNote(model), element('figure', { class: model.isStale('details') ? 'stale' : null },
      model.isStale('details') ? element('p', { class: 'stale-note' }, words.stale) : null,
      legend(bounds), scrolling(title, table), element('p', { class: 'note' }, words.note), saveable({ title, data: () => sheet(model) }))];
  })];
}
