// The first screen: the sentence, the parties, what is modelled and what is not.
import { effectsTable } from './effects.ts';
import { element, paragraph, section, table, type Child } from './dom.ts';
import { change, changeMusd, column, level, perHead, percent, percentChange, trueMinus } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
import type { Band, Party, Results } from './types.ts';

const MOST_CARDS = 4;

/** The facts about a party, each a term and its value; cards and the table show the same ones. */
function facts(model: Model, party: Party): [string, string][] {
  const { headline: words } = text, top = party.top_product;
  const list: [string, string][] = [
    [words.sum, changeMusd(party.ev_sum_musd)],
    [words.realWage, percentChange(party.real_wage_percent)],
    [words.customs, changeMusd(party.customs_revenue_change_musd)],
    [words.exports, changeMusd(party.exports_change_musd)],
    [words.imports, changeMusd(party.imports_change_musd)],
    [words.topProduct, top === null ? words.noProduct
      : words.contribution(model.sectorName(top.sector), top.sector, changeMusd(top.contribution_musd))],
  ];
  if (top !== null) list.push([words.without, words.pair(changeMusd(top.without_ev_musd), percentChange(top.without_ev_percent))]);
  if (party.capped !== null) {
    const { cap_percent, rate_percent, ev_musd, ev_percent } = party.capped;
    list.push([words.capped(percent(cap_percent)),
      rate_percent === null ? words.cappedPartner(words.pair(changeMusd(ev_musd), percentChange(ev_percent)))
        : words.cappedValue(words.pair(changeMusd(ev_musd), percentChange(ev_percent)), percent(rate_percent))]);
  }
  return list;
}

function bandRange({ low, high }: Band): string {
  return text.uncertainty.range(change(low), change(high));
}

function card(model: Model, party: Party): HTMLElement {
  const { headline: words } = text;
  const [first = '', ...rest] = changeMusd(party.ev_musd).split('\u00a0');
  const figure = element('p', { class: 'big' }, element('strong', {}, first), ' ', rest.join(' '));
  const share = [`${percentChange(party.ev_percent)} ${words.ofSpending}`,
    ...(party.ev_per_head_usd === null ? [] : [`${perHead(party.ev_per_head_usd)} ${words.perHead}`])].join(' · ');
  const list = element('dl', {}, ...facts(model, party).map(([term, value]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, value))));
  return element('article', { class: 'card', 'data-region': party.region }, element('h3', {}, model.regionName(party.region)),
    element('p', { class: 'term' }, words.ev), figure, element('p', { class: 'share' }, share),
    party.bands === null || party.bands === undefined ? null : element('p', { class: 'band' }, words.band(bandRange(party.bands.ev_musd))), list);
}

/** Many parties: a line each in place of a card. */
function partyTable(model: Model, parties: Party[], year: number): HTMLElement {
  const { headline: words } = text;
  const percents = column(parties.map((party) => party.ev_percent), true), wages = column(parties.map((party) => party.real_wage_percent), true);
  const heads = column(parties.map((party) => party.ev_per_head_usd), true, 2);
  const rows: Child[][] = parties.map((party) => [model.regionName(party.region), change(party.ev_musd),
    party.bands === null || party.bands === undefined ? '' : bandRange(party.bands.ev_musd), percents(party.ev_percent),
    heads(party.ev_per_head_usd), wages(party.real_wage_percent), change(party.customs_revenue_change_musd),
    party.top_product === null ? words.noProduct : model.sectorName(party.top_product.sector),
    party.top_product === null ? '' : change(party.top_product.without_ev_musd), party.capped === null ? '' : change(party.capped.ev_musd)]);
  return table(words.parties(year), [{ title: words.party, words: true },
    ...words.columns.map((title) => ({ title, words: title === words.topProduct }))], rows);
}

function commitments(results: Results): HTMLElement {
  const { modelled, total, pending } = results.commitments;
  const items = pending.map((one) => element('li', {}, one.commitment, element('span', { class: 'aside' },
    one.needs === null ? '' : ` (${text.commitments.needs(one.needs)})`)));
  return element('div', { class: 'box', id: text.commitments.id }, element('h3', {}, text.commitments.title(modelled, total)),
    paragraph(items.length === 0 ? text.commitments.allModelled : text.commitments.lead),
    items.length === 0 ? null : element('ul', {}, ...items));
}

function idle(model: Model): HTMLElement | null {
  const apart = model.results.idle_capacity;
  if (apart === null) return null;
  const largest = [...apart.value_added].sort((a, b) => b.musd - a.musd).slice(0, 6)
    .map((row) => `${model.regionName(row.region)} ${level(row.musd)}`).join(', ');
  return element('div', { class: 'box apart' }, element('h3', {}, text.idle.title),
    paragraph(text.idle.lead(`${level(apart.purchases_musd)} ${text.units.musd}`, `${level(apart.output_musd)} ${text.units.musd}`)),
    largest === '' ? null : paragraph(`${text.idle.valueAdded} ${largest}.`));
}

export function banner(model: Model): HTMLElement {
  const { accord, baseline, headline, diagnostics } = model.results;
  const basis = [text.basis(text.basisOf.years(baseline.first_year, baseline.last_year), baseline.table_year)];
  if (accord.signed !== null && accord.signed !== '') basis.unshift(text.signed(accord.signed));
  if (baseline.overlays.length > 0) basis.push(text.overlays(baseline.overlays.map((one) => one.name).join(', ')));
  return element('header', {}, element('p', { class: 'kicker' }, text.kicker), element('h1', {}, accord.name),
    element('p', { class: 'sentence', id: 'sentence' }, trueMinus(headline.sentence)), element('p', { class: 'basis' }, basis.join(' ')),
    diagnostics.converged ? null : element('p', { class: 'alarm', role: 'alert' }, text.notConverged));
}

export function headlineSection(model: Model): HTMLElement {
  const { parties, year, world_ev_musd } = model.results.headline;
  const shown = parties.length > MOST_CARDS ? partyTable(model, parties, year)
    : element('div', { class: 'cards' }, ...parties.map((party) => card(model, party)));
  return section(text.headline.id, text.headline.parties(year), shown,
    paragraph(text.headline.world(changeMusd(world_ev_musd)), 'world'), effectsTable(model),
    element('div', { class: 'pair boxes' }, commitments(model.results), idle(model)));
}

