// Customs revenue each party gives up, by year and partner, with the share of duties in GDP beside it.
import { barDomain } from './bars.ts';
import { byRegion } from './by_region.ts';
import { chart, HALF, legend, widest, REST, SERIES, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { change, changeMusd, column, difference, percent, roundTicks, tick } from './format.ts';
import type { Model } from './model.ts';
import { followed, section, type Section } from './section.ts';
import { axisLeft, drawing, group, line, linear, px, yearsBelow, yearScale } from './svg.ts';
import { text } from './text.ts';
import { element, paragraph, shape, table, type Tree } from './tree.ts';
import type { Customs } from './types.ts';

const MOST = 5;

interface Piece {
  year: number;
  partner: string;
  value: number;
}

/** Partners by the revenue that changes with them over all years; the largest first. */
function partnersOf(model: Model, importer: string): string[] {
  const sizes = new Map<string, number>();
  for (const row of model.results.years.flatMap((year) => year.customs)) {
    if (row.importer === importer) sizes.set(row.exporter, (sizes.get(row.exporter) ?? 0) + Math.abs(row.forgone_musd));
  }
  return [...sizes.keys()].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
}

function draw(model: Model, pieces: Piece[], years: number[], colours: Map<string, string>, frame: Frame): Tree {
  const order = [...colours.keys()];
  const sorted = [...pieces].sort((a, b) => order.indexOf(a.partner) - order.indexOf(b.partner));
  const reached = new Map<string, number>(); // by year and sign
  const blocks = sorted.map(({ year, partner, value }) => {
    const key = `${year} ${value > 0}`, from = reached.get(key) ?? 0;
    reached.set(key, from + value);
    return { year, from, to: from + value, fill: colours.get(partner) ?? REST };
  });
  const domain = barDomain([...reached.values()]), ticks = roundTicks(domain[0], domain[1], 5);
  const height = Math.round(17 * frame.font);
  const box = { left: widest(ticks.map(tick), frame) + 10, right: frame.width - 1.2 * frame.font, top: 2.2 * frame.font, bottom: height - 2.2 * frame.font };
  const y = linear(domain, [box.bottom, box.top]), { at, step } = yearScale(years, [box.left, box.right], 0.6), half = Math.min(0.375 * step, 3 * frame.font);
  return drawing(frame, height,
    axisLeft(ticks, y, box, text.customs.axis, tick, frame), yearsBelow(years, at, box, frame),
    group('pieces', 'bar', ...blocks.map((block) => shape('rect', { x: px(at(block.year) - half), width: px(2 * half), y: px(Math.min(y(block.from), y(block.to))),
      height: px(Math.abs(y(block.to) - y(block.from))), fill: block.fill, 'fill-opacity': model.isStaleYear(block.year) ? 0.35 : null }))),
    line(box.left, y(0), box.right, y(0), { stroke: 'currentColor' }));
}

function yearTable(model: Model, importer: string, largest: string[]): Tree {
  const rows = model.year.customs.filter((row) => row.importer === importer);
  const sum = (label: string, part: Customs[]) => ({
    label, base: part.reduce((total, row) => total + row.base_musd, 0), now: part.reduce((total, row) => total + row.new_musd, 0),
    lost: part.reduce((total, row) => total + row.forgone_musd, 0) });
  const lines = largest.map((code) => sum(model.regionName(code), rows.filter((row) => row.exporter === code)));
  const others = rows.filter((row) => !largest.includes(row.exporter));
  if (others.length > 0) lines.push(sum(text.allOthers, others));
  lines.push(sum(text.total, rows));
  const level = column(lines.flatMap((line) => [line.base, line.now]), false, 1), lost = column(lines.map((line) => line.lost), false, 1);
  return table(text.customs.table(model.regionName(importer), model.year.year),
    [{ title: text.customs.partner, words: true }, { title: text.customs.without }, { title: text.customs.with }, { title: text.customs.lost }],
    lines.map((line) => [line.label, level(line.base), level(line.now), lost(line.lost)]));
}

function customsOf(model: Model, importer: string): Tree {
  const { years, baseline } = model.results;
  const name = model.regionName(importer), share = model.outcome(importer)?.duty_percent_of_gdp ?? null;
  const duty = element('p', { class: 'fact' }, text.customs.duty(name, percent(share), baseline.table_year));
  const partners = partnersOf(model, importer);
  if (partners.length === 0) return element('div', { class: 'pair' }, paragraph(without(model, importer)), duty);
  const largest = partners.slice(0, MOST);
  const named = (code: string) => (largest.includes(code) ? model.regionName(code) : text.allOthers);
  const pieces: Piece[] = [], byKey = new Map<string, Piece>();
  for (const { year, customs } of years) {
    for (const row of customs) {
      if (row.importer !== importer) continue;
      const partner = named(row.exporter), key = `${year} ${partner}`, known = byKey.get(key);
      if (known !== undefined) {
        known.value += row.forgone_musd;
        continue;
      }
      const piece = { year, partner, value: row.forgone_musd };
      byKey.set(key, piece);
      pieces.push(piece);
    }
  }
  const colours = new Map(largest.map((code, k) => [model.regionName(code), SERIES[k] ?? REST]));
  if (partners.length > MOST) colours.set(text.allOthers, REST);
  const total = pieces.filter((piece) => piece.year === model.year.year).reduce((sum, piece) => sum + piece.value, 0);
  return element('div', { class: 'pair' }, chart({
    title: text.customs.forgone(name), share: HALF, description: text.customs.describe(model.year.year, `${change(total)} ${text.units.musd}`),
    legend: legend([...colours].map(([label, colour]) => ({ label, colour }))),
    data: () => recordsSheet(years.flatMap(({ year, customs }) => customs.filter((row) => row.importer === importer).map((row) => ({ year, ...row })))),
    draw: (frame) => draw(model, pieces, years.map((year) => year.year), colours, frame),
  }), element('div', {}, duty, yearTable(model, importer, largest)));
}

/** Of a region without rows of its own: a party without a change, or another region, whose total alone is known. */
function without(model: Model, code: string): string {
  const name = model.regionName(code), row = model.outcome(code);
  if (model.parties.includes(code)) return text.customs.none(name);
  return text.customs.outside(name, changeMusd(difference(row?.tariff_revenue_base_musd ?? null, row?.tariff_revenue_new_musd ?? null)), model.year.year);
}

export function customsSection(first: Model): Section {
  return section(text.customs.id, text.customs.title, first, (model) => [
    followed(model, model.results.years.some(({ year }) => model.isStaleYear(year)), text.stale.otherYears, byRegion(model, (code) => customsOf(model, code))),
    paragraph(text.customs.dutyNote, 'note')]);
}
