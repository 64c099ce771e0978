// Every region of the table, sortable by any column.
import { column, difference } from './format.ts';
import type { Model } from './model.ts';
import { section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, folded, listening, paragraph, scrolling, type Tree } from './tree.ts';
import type { Amount, RegionYear } from './types.ts';

interface Shown {
  title: string;
  least: number;
  value(row: RegionYear): Amount;
}

const hat = (value: Amount): Amount => (value === null ? null : 100 * (value - 1));
const kilo = (value: Amount): Amount => (value === null ? null : 1000 * value);

const { columns } = text.regions;
const COLUMNS: Shown[] = [
  { title: columns.ev, least: 2, value: (row) => row.ev_musd },
  { title: columns.evPercent, least: 5, value: (row) => row.ev_percent },
  { title: columns.perHead, least: 2, value: (row) => row.ev_per_head_usd },
  { title: columns.realWage, least: 5, value: (row) => hat(row.real_wage_hat) },
  { title: columns.price, least: 5, value: (row) => hat(row.consumer_price_hat) },
  { title: columns.termsOfTrade, least: 5, value: (row) => row.terms_of_trade_percent },
  { title: columns.volumeOfTrade, least: 5, value: (row) => row.volume_of_trade_percent },
  { title: columns.customs, least: 2, value: (row) => difference(row.tariff_revenue_base_musd, row.tariff_revenue_new_musd) },
  { title: columns.exports, least: 1, value: (row) => difference(row.exports_base_musd, row.exports_new_musd) },
  { title: columns.imports, least: 1, value: (row) => difference(row.imports_base_musd, row.imports_new_musd) },
  { title: columns.ghg, least: 2, value: (row) => kilo(difference(row.ghg_production_base_mt, row.ghg_production_new_mt)) },
];

/** Missing numbers go last whichever way the column runs. */
function compare(a: Amount, b: Amount, direction: number): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return direction * (a - b);
}

interface Order {
  /** Column, 0 the names. */
  at: number;
  direction: 1 | -1;
}

function sorted(model: Model, { at, direction }: Order): RegionYear[] {
  const value = COLUMNS[at - 1]?.value;
  return [...model.year.regions].sort((a, b) => (value === undefined
    ? direction * model.regionName(a.region).localeCompare(model.regionName(b.region), text.language)
    : compare(value(a), value(b), direction)));
}

function kindOf(model: Model, region: string): string | null {
  const kinds = [...(model.parties.includes(region) ? ['party'] : []), ...(model.view.region === region ? ['in-view'] : [])];
  return kinds.length === 0 ? null : kinds.join(' ');
}

function tableOf(model: Model, order: Order, sortBy: (at: number) => void): Tree {
  const rows = sorted(model, order);
  const formats = COLUMNS.map((one) => column(rows.map(one.value), true, one.least));
  const lines = rows.map((row) => element('tr', { 'data-region': row.region, class: kindOf(model, row.region) },
    element('th', { scope: 'row', class: 'words' }, model.regionName(row.region), ' ', element('span', { class: 'aside' }, row.region)),
    ...COLUMNS.map((one, k) => element('td', { class: 'figure' }, formats[k]?.(one.value(row))))));
  const heads = [columns.region, ...COLUMNS.map((one) => one.title)].map((title, k) => element('th', { scope: 'col', class: k === 0 ? 'words' : 'figure',
    'aria-sort': k !== order.at ? null : order.direction > 0 ? 'ascending' : 'descending' },
  listening(element('button', { type: 'button', title: text.regions.sortBy(title) }, title), { click: () => sortBy(k) }),
  element('span', { class: 'paper' }, title)));
  const caption = text.regions.caption(model.year.year);
  return scrolling(caption, element('table', { id: 'regions-table' }, element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...lines)));
}

export function regionsSection(first: Model): Section {
  let order: Order = { at: 1, direction: -1 }, last = first;
  const sortBy = (at: number) => {
    order = { at, direction: at === order.at ? (order.direction > 0 ? -1 : 1) : at === 0 ? 1 : -1 };
    shown.update(last);
  };
  const shown = section(text.regions.id, text.regions.title, first, (model) => {
    last = model;
    return [folded(text.regions.caption(model.year.year), element('p', { class: 'note screen' }, text.regions.hint), tableOf(model, order, sortBy),
      paragraph(text.regions.note, 'note'))];
  });
  shown.patient = true;
  return shown;
}
