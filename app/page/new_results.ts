// What the agreement brings, re-drawn after every solve: the answer, the parties, who gains, trade and sectors.
import type { Topology } from 'topojson-specification';
import { maps } from './chart_map.ts';
import { gains } from './chart_gains.ts';
import { partnersChart } from './chart_partners.ts';
import { productsChart } from './chart_products.ts';
import { sectorsSection } from './chart_sectors.ts';
import { drawCharts } from './chart.ts';
import { element, section, type Child } from './dom.ts';
import { change, changeMusd, perHead, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { newText } from './new_text.ts';
import { text } from './text.ts';
import type { RegionYear } from './types.ts';

const MOST_IN_SENTENCE = 4, MOST_PAIRS = 2;

/** "+12.3 million USD a year to Korea (+0.001 % of national spending) and ...". */
export function sentence(model: Model): string {
  const { parties, lastYear } = model;
  const rows = parties.map((code) => model.outcome(code)).filter((row): row is RegionYear => row !== undefined);
  const named = [...rows].sort((a, b) => Math.abs(b.ev_musd ?? 0) - Math.abs(a.ev_musd ?? 0)).slice(0, MOST_IN_SENTENCE);
  const parts = named.map((row) => newText.result.part(changeMusd(row.ev_musd), model.regionName(row.region), percentChange(row.ev_percent)));
  const others = lastYear.regions.filter((row) => !named.includes(row)).reduce((sum, row) => sum + (row.ev_musd ?? 0), 0);
  const joined = parts.length < 2 ? parts.join('') : parts.slice(0, -1).join(', ') + newText.result.and + (parts.at(-1) ?? '');
  return newText.result.sentence(lastYear.year, joined, newText.result.others(changeMusd(others)));
}

/** "KOR +12.3 · MYS −4.5 million USD": stays in sight while one builds. */
export function shortAnswer(model: Model): string {
  return `${model.parties.slice(0, MOST_IN_SENTENCE).map((code) => `${code} ${change(model.outcome(code)?.ev_musd ?? null)}`).join(' · ')} ${text.units.musd}`;
}

function card(model: Model, code: string): HTMLElement {
  const row = model.outcome(code), words = text.headline;
  if (row === undefined) return element('article', { class: 'card' }, element('h3', {}, model.regionName(code)));
  const [first = '', ...rest] = changeMusd(row.ev_musd).split('\u00a0');
  const difference = (now: number | null, base: number | null) => changeMusd(now === null || base === null ? null : now - base);
  const facts: [string, string][] = [
    [words.realWage, percentChange(row.real_wage_hat === null ? null : 100 * (row.real_wage_hat - 1))],
    [words.customs, difference(row.tariff_revenue_new_musd, row.tariff_revenue_base_musd)],
    [words.exports, difference(row.exports_new_musd, row.exports_base_musd)],
    [words.imports, difference(row.imports_new_musd, row.imports_base_musd)],
  ];
  const share = [`${percentChange(row.ev_percent)} ${words.ofSpending}`,
    ...(row.ev_per_head_usd === null ? [] : [`${perHead(row.ev_per_head_usd)} ${words.perHead}`])].join(' · ');
  return element('article', { class: 'card', 'data-region': code }, element('h3', {}, model.regionName(code)), element('p', { class: 'term' }, words.ev),
    element('p', { class: 'big' }, element('strong', {}, first), ' ', rest.join(' ')), element('p', { class: 'share' }, share),
    element('dl', {}, ...facts.map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value)))));
}

function pairs(model: Model): [string, string][] {
  const size = ([exporter, importer]: [string, string]) => model.results.party_products
    .reduce((sum, row) => sum + (row.exporter === exporter && row.importer === importer ? row.base_musd : 0), 0);
  return model.parties.flatMap((exporter) => model.parties.filter((importer) => importer !== exporter)
    .map((importer): [string, string] => [exporter, importer])).sort((a, b) => size(b) - size(a)).slice(0, MOST_PAIRS);
}

export interface ResultPanel {
  node: HTMLElement;
  show(model: Model, note: string): void;
  /** In place of numbers, or above old ones. */
  tell(message: string, kind: 'wait' | 'alarm'): void;
  /** Old numbers stay, marked as such. */
  age(old: boolean): void;
  clear(): void;
}

export function resultPanel(world: Topology): ResultPanel {
  const said = element('p', { class: 'sentence', id: 'sentence', 'aria-live': 'polite' });
  const told = element('p', { class: 'told', id: 'told', role: 'status' });
  const note = element('p', { class: 'note', id: 'solved' });
  const body = element('div', { id: 'numbers' });
  const node = element('div', { class: 'result' }, told, said, note, body);
  const fill = (model: Model): Child[] => [
    element('div', { class: 'cards' }, ...model.parties.slice(0, MOST_IN_SENTENCE).map((code) => card(model, code))),
    section(text.gains.id, text.gains.title, element('div', { class: 'pair', id: 'ranking' }, ...gains(model)), ...maps(model, world)),
    section(text.trade.id, text.trade.title,
      element('div', { class: 'pair' }, ...pairs(model).map(([exporter, importer]) => productsChart(model, exporter, importer))),
      element('div', { class: 'pair' }, ...model.parties.slice(0, MOST_PAIRS).map((code) => partnersChart(model, code)))),
    sectorsSection(model),
  ];
  return {
    node,
    show: (model, words) => {
      said.textContent = sentence(model);
      note.textContent = words;
      told.textContent = '';
      node.classList.remove('stale');
      body.replaceChildren(...fill(model).filter((one): one is Node => one instanceof Node));
      drawCharts();
    },
    tell: (message, kind) => {
      told.textContent = message;
      told.className = kind === 'alarm' ? 'told alarm' : 'told';
    },
    age: (old) => node.classList.toggle('stale', old && said.textContent !== ''),
    clear: () => {
      said.textContent = note.textContent = '';
      body.replaceChildren();
    },
  };
}
