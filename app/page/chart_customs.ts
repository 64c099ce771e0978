// Customs revenue each party gives up, by year and partner, with the share of duties in GDP beside it.
import * as Plot from '@observablehq/plot';
import { barDomain } from './bars.ts';
import { chart, HALF, legend, plot, widest, GRID, REST, SERIES, type Frame } from './chart.ts';
import { element, paragraph, section, table } from './dom.ts';
import { change, column, percent, roundTicks, tick } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
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

function draw(pieces: Piece[], years: number[], colours: Map<string, string>, frame: Frame): Element {
  const stack = (year: number, sign: 1 | -1) => pieces.filter((piece) => piece.year === year && sign * piece.value > 0)
    .reduce((sum, piece) => sum + piece.value, 0);
  const domain = barDomain(years.flatMap((year) => [stack(year, 1), stack(year, -1)]));
  const ticks = roundTicks(domain[0], domain[1], 5);
  const every = Math.ceil(years.length * 4.2 * frame.font / Math.max(1, frame.width - 60));
  return plot(frame, {
    height: Math.round(17 * frame.font), marginTop: 2.2 * frame.font, marginBottom: 2.2 * frame.font, marginRight: 4,
    marginLeft: widest(ticks.map(tick), frame) + 10,
    x: { type: 'band', domain: years, padding: 0.25 },
    y: { domain },
    marks: [
      Plot.gridY(ticks, { stroke: GRID, strokeOpacity: 1 }),
      Plot.axisY(ticks, { tickSize: 0, tickFormat: tick, label: text.customs.axis, labelArrow: 'none', labelAnchor: 'top' }),
      Plot.axisX({ ticks: years.filter((_, k) => k % every === 0), tickSize: 0, tickFormat: String, label: null }),
      Plot.barY(pieces, Plot.stackY({ x: 'year', y: 'value', fill: (piece: Piece) => colours.get(piece.partner) ?? REST,
        order: (piece: Piece) => [...colours.keys()].indexOf(piece.partner) })),
      Plot.ruleY([0], { stroke: 'currentColor' }),
    ],
  });
}

function lastYearTable(model: Model, importer: string, largest: string[]): HTMLElement {
  const rows = model.lastYear.customs.filter((row) => row.importer === importer);
  const sum = (label: string, part: Customs[]) => ({
    label, base: part.reduce((total, row) => total + row.base_musd, 0), now: part.reduce((total, row) => total + row.new_musd, 0),
    lost: part.reduce((total, row) => total + row.forgone_musd, 0) });
  const lines = largest.map((code) => sum(model.regionName(code), rows.filter((row) => row.exporter === code)));
  const others = rows.filter((row) => !largest.includes(row.exporter));
  if (others.length > 0) lines.push(sum(text.allOthers, others));
  lines.push(sum(text.total, rows));
  const level = column(lines.flatMap((line) => [line.base, line.now]), false, 1), lost = column(lines.map((line) => line.lost), false, 1);
  return table(text.customs.table(model.regionName(importer), model.lastYear.year),
    [{ title: text.customs.partner, words: true }, { title: text.customs.without }, { title: text.customs.with }, { title: text.customs.lost }],
    lines.map((line) => [line.label, level(line.base), level(line.now), lost(line.lost)]));
}

function customsOf(model: Model, importer: string): HTMLElement {
  const { years, baseline } = model.results;
  const name = model.regionName(importer), share = model.outcome(importer)?.duty_percent_of_gdp ?? null;
  const duty = element('p', { class: 'fact' }, text.customs.duty(name, percent(share), baseline.table_year));
  const partners = partnersOf(model, importer);
  if (partners.length === 0) return element('div', { class: 'pair' }, paragraph(text.customs.none(name)), duty);
  const largest = partners.slice(0, MOST);
  const named = (code: string) => (largest.includes(code) ? model.regionName(code) : text.allOthers);
  const pieces: Piece[] = [];
  for (const { year, customs } of years) {
    for (const row of customs) {
      if (row.importer !== importer) continue;
      const partner = named(row.exporter), known = pieces.find((piece) => piece.year === year && piece.partner === partner);
      if (known === undefined) pieces.push({ year, partner, value: row.forgone_musd });
      else known.value += row.forgone_musd;
    }
  }
  const colours = new Map(largest.map((code, k) => [model.regionName(code), SERIES[k] ?? REST]));
  if (partners.length > MOST) colours.set(text.allOthers, REST);
  const total = pieces.filter((piece) => piece.year === model.lastYear.year).reduce((sum, piece) => sum + piece.value, 0);
  return element('div', { class: 'pair' }, chart({
    title: text.customs.forgone(name), share: HALF, description: text.customs.describe(`${change(total)} ${text.units.musd}`),
    legend: legend([...colours].map(([label, colour]) => ({ label, colour }))),
    draw: (frame) => draw(pieces, years.map((year) => year.year), colours, frame),
  }), element('div', {}, duty, lastYearTable(model, importer, largest)));
}

export function customsSection(model: Model): HTMLElement {
  return section(text.customs.id, text.customs.title, ...model.parties.map((code) => customsOf(model, code)),
    paragraph(text.customs.dutyNote, 'note'));
}
