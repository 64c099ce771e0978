// Trade: between the parties by product, and of each with the rest of the world.
import { byRegion, detailYearNote } from './by_region.ts';
import { partnersChart } from './chart_partners.ts';
import { productsChart } from './chart_products.ts';
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, folded, paragraph, type Tree } from './tree.ts';

const MOST_PAIRS = 6;

/** Ordered pairs of parties, those with most trade first. */
function partyPairs({ results, parties }: Model): [string, string][] {
  const sizes = new Map<string, number>();
  for (const row of results.party_products) {
    const key = `${row.exporter} ${row.importer}`;
    sizes.set(key, (sizes.get(key) ?? 0) + row.base_musd);
  }
  const size = ([exporter, importer]: [string, string]) => sizes.get(`${exporter} ${importer}`) ?? 0;
  const pairs = parties.flatMap((exporter) => parties.filter((importer) => importer !== exporter)
    .map((importer): [string, string] => [exporter, importer]));
  return pairs.sort((a, b) => size(b) - size(a));
}

function products(model: Model): Tree {
  const pairs = partyPairs(model), { region } = model.view;
  const mine = model.parties.includes(region) ? pairs.filter((pair) => pair.includes(region)).slice(0, MOST_PAIRS) : pairs.slice(0, MOST_PAIRS);
  const others = pairs.filter((pair) => !mine.includes(pair)).slice(0, Math.max(0, MOST_PAIRS - mine.length));
  const charts = (list: [string, string][]) => element('div', { class: 'pair' }, ...list.map(([exporter, importer]) => productsChart(model, exporter, importer)));
  return element('div', {}, charts(mine), others.length === 0 ? null : folded(text.view.otherPairs, charts(others)));
}

export function tradeSection(first: Model): Section {
  return section(text.trade.id, text.trade.title, first, (model) => [detailYearNote(model),
    kept(model.isStale('details'), text.stale.details, products(model),
      byRegion(model, (code) => element('div', { class: 'pair' }, partnersChart(model, code)))),
    paragraph(text.trade.basis, 'note')]);
}
