// If X stops selling, what Y loses at most: suppliers down, parties across, million USD of value added a day.
import { saveable } from './export_bar.ts';
import { change, level, percent } from './format.ts';
import type { Model } from './model.ts';
import { section, type Section } from './section.ts';
import { viewsText } from './text_views.ts';
import { element, scrolling, type Tree } from './tree.ts';
import type { Stop } from './types_views.ts';

const words = viewsText.stops;
const DAYS = 365;
const MOST_SUPPLIERS = 12;
const BOUNDS = [0.1, 0.3, 1, 3]; // per cent of value added: five classes
const CLASSES = BOUNDS.length + 1;

interface Loss {
  before: number;
  after: number;
  /** Of the region's value added, per cent. */
  share: number;
}

type Losses = Map<string, Map<string, Loss>>; // by who stops and who loses

/** Value added of a region, as far as the flows of value added say it; else its GDP. */
function sizes(model: Model): Map<string, number> {
  const made = new Map<string, number>();
  for (const { source, after_musd } of model.results.value_added ?? []) if (model.parties.includes(source)) made.set(source, (made.get(source) ?? 0) + (after_musd ?? 0));
  return made;
}

function lossesOf(model: Model, stops: Stop[]): Losses {
  const all: Losses = new Map(), size = sizes(model);
  for (const { stops: supplier, loses, before_musd, after_musd } of stops) {
    const value = size.get(loses) ?? model.outcome(loses)?.gdp_musd ?? 0;
    const row = all.get(supplier) ?? new Map<string, Loss>();
    row.set(loses, { before: (before_musd ?? 0) / DAYS, after: (after_musd ?? 0) / DAYS, share: value > 0 ? 100 * (after_musd ?? 0) / value : 0 });
    all.set(supplier, row);
  }
  return all;
}

/** Who loses: the region in view where it is known, and the parties. */
function losers(model: Model, stops: Stop[]): string[] {
  const known = new Set(stops.map((one) => one.loses));
  return [...new Set([...model.parties, model.view.region])].filter((code) => known.has(code));
}

/** The suppliers that matter most to any of them, and every other party. */
function suppliers(model: Model, all: Losses): string[] {
  const most = (code: string) => Math.max(0, ...[...(all.get(code)?.values() ?? [])].map((loss) => loss.share));
  const sorted = [...all.keys()].filter((code) => code !== 'ROW').sort((a, b) => most(b) - most(a));
  const chosen = new Set([...sorted.filter((code) => model.parties.includes(code)), ...sorted].slice(0, Math.max(MOST_SUPPLIERS, model.parties.length)));
  return sorted.filter((code) => chosen.has(code));
}

function cell(loss: Loss | undefined): Tree {
  if (loss === undefined) return element('td', { class: 'stop' }, element('span', { class: 'aside' }, words.self));
  const moved = loss.after - loss.before, name = BOUNDS.filter((bound) => loss.share >= bound).length;
  return element('td', { class: `stop stop-${name}` }, element('strong', {}, level(loss.after)), ' ',
    element('small', {}, Math.abs(moved) < 0.005 ? words.unmoved : words.moved(change(moved))));
}

function legend(): Tree {
  const label = (bound: number | undefined) => (bound === undefined ? null : percent(bound));
  return element('ul', { class: 'legend heat-legend', 'aria-label': words.key }, element('li', {}, words.key, ':'), ...Array.from({ length: CLASSES }, (_, k) =>
    element('li', {}, element('span', { class: `swatch stop-${k}` }), words.class(label(BOUNDS[k - 1]), label(BOUNDS[k])))));
}

function sheet(model: Model, all: Losses) {
  return { columns: [...words.sheet], rows: [...all].flatMap(([supplier, row]) => [...row].map(([loses, loss]) =>
    [model.regionName(supplier), model.regionName(loses), loss.before, loss.after, loss.share])) };
}

/** None where the results do not say who stands on whom. */
export function stopsSection(first: Model): Section[] {
  if ((first.results.stops ?? []).length === 0) return [];
  return [section(words.id, words.title, first, (model) => {
    const stops = model.results.stops ?? [], all = lossesOf(model, stops), across = losers(model, stops);
    const year = model.results.stops_year ?? model.results.headline.year, title = words.caption(year), stale = model.isStale('stops');
    const head = element('tr', {}, element('th', { scope: 'col', class: 'words' }, words.supplier),
      ...across.map((code) => element('th', { scope: 'col', class: 'figure' }, words.loses(model.regionName(code)))));
    const rows = suppliers(model, all).map((supplier) => element('tr', {}, element('th', { scope: 'row', class: 'words' }, model.regionName(supplier)),
      ...across.map((code) => cell(all.get(supplier)?.get(code)))));
    const table = element('table', { class: 'stops' }, element('caption', {}, title), element('thead', {}, head), element('tbody', {}, ...rows));
    return [year === model.year.year ? null : element('p', { class: 'stale-note' }, viewsText.otherYear(year)), element('figure', { class: stale ? 'stale' : null }, stale ? element('p', { class: 'stale-note' }, words.stale) : null,
      legend(), scrolling(title, table), element('p', { class: 'note' }, words.note), saveable({ title, data: () => sheet(model, all) }))];
  })];
}
