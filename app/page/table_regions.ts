// Every region of the table, sortable by any column.
import { element, paragraph, scrolling, section } from './dom.ts';
import { column, difference } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
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

export function regionsSection(model: Model): HTMLElement {
  const rows = [...model.lastYear.regions];
  const formats = COLUMNS.map((one) => column(rows.map(one.value), true, one.least));
  const lines = new Map(rows.map((row) => [row, element('tr', { 'data-region': row.region,
    ...(model.parties.includes(row.region) ? { class: 'party' } : {}) },
  element('th', { scope: 'row', class: 'words' }, model.regionName(row.region), ' ', element('span', { class: 'aside' }, row.region)),
  ...COLUMNS.map((one, k) => element('td', { class: 'figure' }, formats[k]?.(one.value(row)))))]));
  const body = element('tbody');
  const heads: HTMLElement[] = [];

  function sortBy(at: number, direction: number): void {
    const value = COLUMNS[at - 1]?.value;
    rows.sort((a, b) => (value === undefined
      ? direction * model.regionName(a.region).localeCompare(model.regionName(b.region), 'en')
      : compare(value(a), value(b), direction)));
    body.replaceChildren(...rows.map((row) => lines.get(row) ?? ''));
    heads.forEach((head, k) => {
      if (k === at) head.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
      else head.removeAttribute('aria-sort');
    });
  }

  for (const [k, title] of [columns.region, ...COLUMNS.map((one) => one.title)].entries()) {
    const button = element('button', { type: 'button', title: text.regions.sortBy(title) }, title);
    const head = element('th', { scope: 'col', class: k === 0 ? 'words' : 'figure' }, button,
      element('span', { class: 'paper' }, title));
    button.addEventListener('click', () => {
      const now = head.getAttribute('aria-sort');
      sortBy(k, now === null ? (k === 0 ? 1 : -1) : now === 'ascending' ? -1 : 1);
    });
    heads.push(head);
  }
  sortBy(1, -1);
  const caption = text.regions.caption(model.lastYear.year);
  return section(text.regions.id, text.regions.title, element('p', { class: 'note screen' }, text.regions.hint),
    scrolling(caption, element('table', { id: 'regions-table' }, element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...heads)), body)),
    paragraph(text.regions.note, 'note'));
}
