// Trade between two parties by product: a dumbbell from the value without the agreement to the value with it.
import * as Plot from '@observablehq/plot';
import { chart, HALF, legend, plot, widest, wrap, GRID, SERIES, type Frame } from './chart.ts';
import { change, growth, percent, percentChange, tick } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
import type { PartyProduct } from './types.ts';

const MOST = 10;
const BEFORE = 'var(--before)', AFTER = SERIES[0] ?? 'currentColor';

function ticksOf(low: number, high: number, width: number, room: number): number[] {
  const ticks: number[] = [];
  for (let k = Math.floor(Math.log10(low)); k <= Math.ceil(Math.log10(high)); k++) {
    for (const m of [1, 2, 5]) ticks.push(Number((m * 10 ** k).toPrecision(1)));
  }
  const inside = ticks.filter((value) => value >= low && value <= high);
  const decades = inside.filter((value) => Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9));
  const pixels = width / Math.log10(high / low), apart = Math.ceil(room / pixels); // of a decade; decades per label
  if (pixels * Math.log10(2) >= room && decades.length < 3) return inside;
  return decades.filter((_, k) => k % apart === 0);
}

function draw(model: Model, rows: PartyProduct[], frame: Frame): Element {
  const moved = rows.map((row) => row.new_musd - row.base_musd);
  const shown = rows.map((row, k) => {
    const share = growth(row.base_musd, row.new_musd);
    return `${change(moved[k] ?? 0)} (${share === null ? text.notAvailable : percentChange(share, 2)})`;
  });
  const duties = rows.map((row) => row.tariff_base_percent === row.tariff_new_percent
    ? text.trade.sameDuty(percent(row.tariff_base_percent)) : text.trade.duty(percent(row.tariff_base_percent), percent(row.tariff_new_percent)));
  const names = rows.map((row) => model.sectorName(row.sector));
  const labelRoom = Math.min(widest(names, frame), 0.34 * frame.width, 17 * frame.font);
  const labels = names.map((name) => wrap(name, labelRoom, frame));
  const right = rows.map((_, k) => `${shown[k]}\n${duties[k]}`);
  const marginRight = widest([...shown, ...duties, text.trade.productsHeading], frame) + 10, marginLeft = labelRoom + 10;
  const marginTop = 2 * frame.font, marginBottom = 3.4 * frame.font, rowHeight = Math.ceil(2.7 * frame.font);
  const values = rows.flatMap((row) => [row.base_musd, row.new_musd]).filter((value) => value > 0);
  const low = Math.min(...values) / 1.3, high = Math.max(...values) * 1.3;
  const inner = frame.width - marginLeft - marginRight;
  const ticks = ticksOf(low, high, inner, 1.2 * widest([tick(Number(high.toPrecision(1)))], frame));
  const drawn = rows.map((row, k) => ({ k, base: row.base_musd, now: row.new_musd })).filter((row) => row.base > 0 && row.now > 0);
  return plot(frame, {
    height: marginTop + marginBottom + rows.length * rowHeight, marginLeft, marginRight, marginTop, marginBottom,
    x: { type: 'log', domain: [low, high] },
    y: { type: 'band', domain: rows.map((_, k) => k), axis: null, padding: 0.2 },
    marks: [
      Plot.gridX(ticks, { stroke: GRID, strokeOpacity: 1 }),
      Plot.axisX(ticks, { text: (value: number) => tick(value), tickSize: 0, label: text.trade.productsAxis, labelAnchor: 'center',
        labelArrow: 'none', labelOffset: 2.8 * frame.font }),
      Plot.link(drawn, { y: 'k', x1: 'base', x2: 'now', stroke: 'currentColor', strokeWidth: 1.4 }),
      Plot.dot(drawn, { y: 'k', x: 'base', r: 0.36 * frame.font, fill: 'var(--paper)', stroke: BEFORE, strokeWidth: 1.8 }),
      Plot.dot(drawn, { y: 'k', x: 'now', r: 0.36 * frame.font, fill: AFTER }),
      Plot.text(rows, { y: (_, k) => k, text: (_, k) => labels[k]?.join('\n') ?? '', frameAnchor: 'left', textAnchor: 'end', dx: -8,
        lineHeight: 1.05, className: 'bar-label' }),
      Plot.text(rows, { y: (_, k) => k, text: (_, k) => right[k] ?? '', frameAnchor: 'right', textAnchor: 'end', dx: marginRight,
        lineHeight: 1.1, className: 'bar-value' }),
      Plot.text([text.trade.productsHeading], { frameAnchor: 'top-right', textAnchor: 'end', dx: marginRight, dy: -1.5 * frame.font,
        lineAnchor: 'top', className: 'bar-heading' }),
    ],
  });
}

/** One chart for an ordered pair of parties. */
export function productsChart(model: Model, exporter: string, importer: string): HTMLElement | null {
  const all = model.results.party_products.filter((row) => row.exporter === exporter && row.importer === importer);
  const size = (row: PartyProduct) => Math.abs(row.new_musd - row.base_musd);
  const rows = all.filter((row) => row.base_musd > 0 && row.new_musd > 0).sort((a, b) => size(b) - size(a)).slice(0, MOST);
  if (rows.length === 0) return null;
  const base = all.reduce((sum, row) => sum + row.base_musd, 0), now = all.reduce((sum, row) => sum + row.new_musd, 0);
  return chart({
    title: text.trade.products(model.regionName(exporter), model.regionName(importer)), share: HALF,
    note: text.trade.note(rows.length, `${change(now - base)} ${text.units.musd}`, percentChange(growth(base, now))),
    description: text.trade.describe(rows.slice(0, 3).map((row) =>
      `${model.sectorName(row.sector)} ${change(row.new_musd - row.base_musd)} ${text.units.musd}`).join('; ')),
    legend: legend([{ label: text.trade.before, colour: BEFORE }, { label: text.trade.after, colour: AFTER }]),
    draw: (frame) => draw(model, rows, frame),
  });
}
