// The report page: reads the results that stand in the page and draws it. No request is ever made.
import type { Topology } from 'topojson-specification';
import { basisSection } from './basis.ts';
import { customsSection } from './chart_customs.ts';
import { emissionsSection } from './chart_emissions.ts';
import { gainsSection } from './chart_gains.ts';
import { lanesSection } from './chart_lanes.ts';
import { maps } from './chart_map.ts';
import { partnersChart } from './chart_partners.ts';
import { pathwaySection } from './chart_pathway.ts';
import { productsChart } from './chart_products.ts';
import { sectorsSection } from './chart_sectors.ts';
import { welfareSection } from './chart_welfare.ts';
import { uncertaintySection } from './chart_tornado.ts';
import { yearsSection } from './chart_years.ts';
import { captureSection } from './section_capture.ts';
import { backtestSection } from './section_backtest.ts';
import { chainsSection } from './section_chains.ts';
import { indicatorsSection } from './section_indicators.ts';
import { stressSection } from './section_stress.ts';
import { drawCharts } from './chart.ts';
import { element, paragraph, section } from './dom.ts';
import { banner, headlineSection } from './headline.ts';
import { makeModel, type Model } from './model.ts';
import type { Blank } from './new_draft.ts';
import { buildBlank } from './new_page.ts';
import { regionsSection } from './table_regions.ts';
import { text } from './text.ts';
import type { Results } from './types.ts';

const MOST_PAIRS = 6;

function read<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? '') as T;
}

/** Ordered pairs of parties, those with most trade first. */
function partyPairs({ results, parties }: Model): [string, string][] {
  const size = ([exporter, importer]: [string, string]) => results.party_products
    .reduce((sum, row) => sum + (row.exporter === exporter && row.importer === importer ? row.base_musd : 0), 0);
  const pairs = parties.flatMap((exporter) => parties.filter((importer) => importer !== exporter)
    .map((importer): [string, string] => [exporter, importer]));
  return pairs.sort((a, b) => size(b) - size(a)).slice(0, MOST_PAIRS);
}

function tradeSection(model: Model): HTMLElement {
  return section(text.trade.id, text.trade.title,
    element('div', { class: 'pair' }, ...partyPairs(model).map(([exporter, importer]) => productsChart(model, exporter, importer))),
    element('div', { class: 'pair' }, ...model.parties.map((code) => partnersChart(model, code))),
    paragraph(text.trade.basis, 'note'));
}

function contents(sections: HTMLElement[]): HTMLElement {
  return element('nav', { 'aria-label': text.contents }, element('ul', {}, ...sections.map((one) =>
    element('li', {}, element('a', { href: `#${one.id}` }, one.querySelector('h2')?.textContent ?? '')))));
}

function build(page: HTMLElement): void {
  const found = read<Results | { blank: Blank }>('results');
  if ('blank' in found) return buildBlank(page, found.blank, read<Topology>('world'), null);
  const results = found;
  const model = makeModel(results);
  document.documentElement.lang = 'en';
  const world = read<Topology>('world');
  const sections = [
    headlineSection(model),
    gainsSection(model, maps(model, world)),
    ...uncertaintySection(model),
    ...welfareSection(model),
    yearsSection(model),
    sectorsSection(model),
    tradeSection(model),
    customsSection(model),
    emissionsSection(model),
    ...pathwaySection(model),
    ...captureSection(model, world),
    ...stressSection(model),
    ...lanesSection(model, world),
    ...chainsSection(model),
    ...indicatorsSection(model),
    regionsSection(model),
    basisSection(model),
    ...backtestSection(model),
  ];
  const { selat, accord } = results;
  page.replaceChildren(banner(model), contents(sections), ...sections,
    element('footer', {}, text.footer(selat.version, selat.compiler, accord.file)));
  drawCharts();
}

const page = document.getElementById('page');
if (page !== null) {
  try {
    build(page);
  } catch (error) {
    page.replaceChildren(element('p', { class: 'alarm', role: 'alert' }, text.broken(error instanceof Error ? error.message : String(error))));
    throw error;
  }
}
