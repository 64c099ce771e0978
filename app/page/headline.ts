// The first screen: the sentence, three numbers of the region in view, the parties, what is modelled and what is not.
import { effectsTable } from './effects.ts';
import { change, changeMusd, column, difference, level, perHead, percent, percentChange, trueMinus } from './format.ts';
import { makeModel, type Model } from './model.ts';
import { kept, showing, type Section } from './section.ts';
import { sentence } from './sentence.ts';
import { text } from './text.ts';
import { element, folded, paragraph, table, type Content, type Tree } from './tree.ts';
import type { Amount, Band, Measure, Party, Results } from './types.ts';

const MOST_CARDS = 4;

/** What is said of a region in the year in view, whoever it is. */
interface Told {
  region: string;
  ev_musd: Amount;
  ev_percent: Amount;
  ev_per_head_usd: Amount;
  real_wage_percent: Amount;
  customs_musd: Amount;
  exports_musd: Amount;
  imports_musd: Amount;
  sum_musd: Amount;
  /** Of the file's headline; null for others. */
  party: Party | null;
}

function told(model: Model, region: string): Told {
  const row = model.outcome(region), years = model.results.years.map((year) => year.regions.find((one) => one.region === region)?.ev_musd ?? null);
  const hat = row?.real_wage_hat ?? null;
  return {
    region, ev_musd: row?.ev_musd ?? null, ev_percent: row?.ev_percent ?? null, ev_per_head_usd: row?.ev_per_head_usd ?? null,
    real_wage_percent: hat === null ? null : 100 * (hat - 1),
    customs_musd: difference(row?.tariff_revenue_base_musd ?? null, row?.tariff_revenue_new_musd ?? null),
    exports_musd: difference(row?.exports_base_musd ?? null, row?.exports_new_musd ?? null),
    imports_musd: difference(row?.imports_base_musd ?? null, row?.imports_new_musd ?? null),
    sum_musd: years.includes(null) ? null : years.reduce((sum: number, value) => sum + (value ?? 0), 0),
    party: model.results.headline.parties.find((one) => one.region === region) ?? null,
  };
}

/** The headline's own year is in view, with the settings of the file. */
function isHeadline(model: Model, part: 'bands' | 'measures'): boolean {
  return model.year.year === model.results.headline.year && !model.isStale(part);
}

/** The measure that moves a region's real income most, by leaving each out in turn; null where none was left out. */
function largestMeasure(model: Model, region: string): { measure: Measure; ev_musd: number } | null {
  const found = model.results.measures.map((measure) => ({ measure, ev_musd: measure.effects.find((effect) => effect.region === region)?.ev_musd ?? 0 }));
  const [first] = found.sort((a, b) => Math.abs(b.ev_musd) - Math.abs(a.ev_musd));
  return first === undefined || first.ev_musd === 0 || found.length < 2 ? null : first;
}

/** The facts about a party, each a term and its value; cards and the table show the same ones. */
function facts(model: Model, one: Told): [string, string][] {
  const { headline: words } = text, { party } = one, known = party !== null && isHeadline(model, 'measures');
  const list: [string, string][] = [
    [words.sum, model.results.years.some(({ year }) => model.isStaleYear(year)) ? words.unsolved : changeMusd(one.sum_musd)],
    [words.realWage, percentChange(one.real_wage_percent)],
    [words.customs, changeMusd(one.customs_musd)],
    [words.exports, changeMusd(one.exports_musd)],
    [words.imports, changeMusd(one.imports_musd)],
  ];
  if (!known) return list;
  const carries = largestMeasure(model, one.region);
  if (carries !== null) {
    const { measure, ev_musd } = carries;
    list.push([words.topMeasure, words.topMeasureValue(measure.label ?? measure.text, changeMusd(ev_musd), measure.assumed === null ? '' : words.assumedMeasure)],
      [words.withoutMeasure, changeMusd(one.ev_musd === null ? null : one.ev_musd - ev_musd)]);
  }
  const top = party.top_product;
  list.push([words.topProduct, top === null ? words.noProduct
    : words.contribution(model.sectorName(top.sector), top.sector, changeMusd(top.contribution_musd))]);
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

/** The band of the file's headline, or words for why there is none. */
function bandWords(model: Model, band: Band | null | undefined, show: (band: Band) => string): string {
  const { headline: words } = text;
  if (band === null || band === undefined || band.low === null) return '';
  if (model.isStale('bands')) return words.staleBand;
  return model.year.year === model.results.headline.year ? show(band) : words.bandOf(model.results.headline.year);
}

function figureOf(amount: string): Tree {
  const [first = '', ...rest] = amount.split('\u00a0');
  return element('p', { class: 'big' }, element('strong', {}, first), ' ', rest.join(' '));
}

/** The same region and year in the accord of the file; null while nothing differs from it. */
function inFile(model: Model, first: Model): Told | null {
  return model.edited ? told(makeModel(first.results, { view: model.view }), model.view.region) : null;
}

/** Real income, real wage and exports of the region in view. */
function threeNumbers(model: Model, file: Told | null): Tree {
  const { headline: words } = text, one = told(model, model.view.region), bands = one.party?.bands, name = model.regionName(one.region);
  const number = (term: string, amount: string, more: string, band: string) => element('div', { class: model.isStale('bands') ? 'number stale' : 'number' },
    element('p', { class: 'term' }, term), figureOf(amount), element('p', { class: 'share' }, more), element('p', { class: 'range' }, band));
  const share = [`${percentChange(one.ev_percent)} ${words.ofSpending}`,
    ...(one.ev_per_head_usd === null ? [] : [`${perHead(one.ev_per_head_usd)} ${words.perHead}`])].join(' · ');
  const below = (before: string | null, band: string) => (before === null ? band : words.inFile(before));
  const musd = (band: Band) => words.band(bandRange(band));
  return element('div', { id: 'numbers' }, element('h3', {}, words.inView(name, model.year.year)), element('div', { class: 'numbers' },
    number(words.ev, changeMusd(one.ev_musd), share, below(file && changeMusd(file.ev_musd), bandWords(model, bands?.ev_musd, musd))),
    number(words.realWage, percentChange(one.real_wage_percent), words.realWageMeans, below(file && percentChange(file.real_wage_percent),
      bandWords(model, bands?.real_wage_percent, ({ low, high }) => words.bandPercent(text.uncertainty.range(percentChange(low), percentChange(high)))))),
    number(words.exports, changeMusd(one.exports_musd), words.importsToo(changeMusd(one.imports_musd)), below(file && changeMusd(file.exports_musd),
      bandWords(model, bands?.exports_change_musd, musd)))));
}

function card(model: Model, region: string): Tree {
  const { headline: words } = text, one = told(model, region);
  const share = [`${percentChange(one.ev_percent)} ${words.ofSpending}`,
    ...(one.ev_per_head_usd === null ? [] : [`${perHead(one.ev_per_head_usd)} ${words.perHead}`])].join(' · ');
  const band = bandWords(model, one.party?.bands?.ev_musd, (band) => words.band(bandRange(band)));
  return element('article', { class: model.view.region === region ? 'card in-view' : 'card', 'data-region': region },
    element('h3', {}, model.regionName(region)), element('p', { class: 'term' }, words.ev), figureOf(changeMusd(one.ev_musd)),
    element('p', { class: 'share' }, share),
    band === '' ? null : element('p', { class: model.isStale('bands') ? 'band stale' : 'band' }, band),
    element('dl', {}, ...facts(model, one).map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value)))));
}

/** Many parties: a line each in place of a card. */
function partyTable(model: Model): Tree {
  const { headline: words } = text, parties = model.parties.map((region) => told(model, region));
  const percents = column(parties.map((one) => one.ev_percent), true), wages = column(parties.map((one) => one.real_wage_percent), true);
  const heads = column(parties.map((one) => one.ev_per_head_usd), true, 2), bands = isHeadline(model, 'bands'), tops = isHeadline(model, 'measures');
  const rows: Content[][] = parties.map((one) => {
    const { party } = one, top = tops ? party?.top_product ?? null : null;
    return [model.regionName(one.region), change(one.ev_musd),
      !bands || party?.bands === null || party?.bands === undefined ? '' : bandRange(party.bands.ev_musd), percents(one.ev_percent),
      heads(one.ev_per_head_usd), wages(one.real_wage_percent), change(one.customs_musd),
      top === null ? (tops ? words.noProduct : '') : model.sectorName(top.sector), top === null ? '' : change(top.without_ev_musd),
      !tops || party?.capped === null || party?.capped === undefined ? '' : change(party.capped.ev_musd)];
  });
  return table(words.parties(model.year.year), [{ title: words.party, words: true },
    ...words.columns.map((title) => ({ title, words: title === words.topProduct }))], rows);
}

function commitments(results: Results): Tree {
  const { modelled, total, pending } = results.commitments;
  const items = pending.map((one) => element('li', {}, one.commitment, element('span', { class: 'aside' },
    one.needs === null ? '' : ` (${text.commitments.needs(one.needs)})`)));
  return element('div', { class: 'box', id: text.commitments.id }, element('h3', {}, text.commitments.title(modelled, total)),
    paragraph(items.length === 0 ? text.commitments.allModelled : text.commitments.lead),
    items.length === 0 ? null : element('ul', {}, ...items));
}

function idle(model: Model): Tree | null {
  const apart = model.results.idle_capacity;
  if (apart === null) return null;
  const largest = [...apart.value_added].sort((a, b) => b.musd - a.musd).slice(0, 6)
    .map((row) => `${model.regionName(row.region)} ${level(row.musd)}`).join(', ');
  return element('div', { class: 'box apart' }, element('h3', {}, text.idle.title),
    paragraph(text.idle.lead(`${level(apart.purchases_musd)} ${text.units.musd}`, `${level(apart.output_musd)} ${text.units.musd}`)),
    largest === '' ? null : paragraph(`${text.idle.valueAdded} ${largest}.`));
}

/** The accord's name and the answer in a sentence. */
export function banner(first: Model): Section {
  return showing(first, (model) => {
    const { accord, baseline, diagnostics } = model.results;
    const basis = [text.basis(text.basisOf.years(baseline.first_year, baseline.last_year), baseline.table_year)];
    if (accord.signed !== null && accord.signed !== '') basis.unshift(text.signed(accord.signed));
    if (baseline.overlays.length > 0) basis.push(text.overlays(baseline.overlays.map((one) => one.name).join(', ')));
    return element('header', { id: 'answer' }, element('p', { class: 'kicker' }, model.edited ? text.kickerEdited : text.kicker), element('h1', {}, accord.name),
      element('p', { class: 'sentence', id: 'sentence', 'aria-live': 'polite' }, trueMinus(sentence(model))), element('p', { class: 'basis' }, basis.join(' ')),
      diagnostics.converged ? null : element('p', { class: 'alarm', role: 'alert' }, text.notConverged));
  });
}

export function headlineSection(first: Model): Section {
  return showing(first, (model) => {
    const world = model.year.regions.reduce((sum: Amount, row) => (sum === null || row.ev_musd === null ? null : sum + row.ev_musd), 0);
    const shown = model.results.headline.parties.length === 0 && !model.edited ? null : model.parties.length > MOST_CARDS ? partyTable(model)
      : element('div', { class: 'cards' }, ...model.parties.map((region) => card(model, region)));
    return element('div', { id: text.headline.id }, threeNumbers(model, inFile(model, first)),
      element('h3', { class: 'parties-title' }, text.headline.parties(model.year.year)), shown,
      paragraph(text.headline.world(changeMusd(world)), 'world'),
      element('div', { class: 'pair boxes' }, commitments(model.results), model.results.idle_capacity === null ? null : kept(model.edited, text.stale.file, idle(model))),
      model.results.measures.length < 2 ? null : folded(text.effects.title(model.results.headline.year), effectsTable(model)));
  });
}
