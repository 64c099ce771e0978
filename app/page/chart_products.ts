// Trade between two parties by product: a dumbbell from the value without the agreement to the value with it.
import { chart, HALF, legend, widest, wrap, SERIES, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { change, growth, percent, percentChange, tick } from './format.ts';
import type { Model } from './model.ts';
import { axisBelow, drawing, group, line, logarithmic, px, words } from './svg.ts';
import { text } from './text.ts';
import { shape, type Attributes, type Tree } from './tree.ts';
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

function draw(model: Model, rows: PartyProduct[], frame: Frame): Tree {
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
  const marginRight = widest([...shown, ...duties, text.trade.productsHeading], frame) + 10;
  const rowHeight = Math.ceil(2.7 * frame.font), top = 2 * frame.font, height = top + 3.4 * frame.font + rows.length * rowHeight;
  const box = { left: labelRoom + 10, right: frame.width - marginRight, top, bottom: top + rows.length * rowHeight };
  const values = rows.flatMap((row) => [row.base_musd, row.new_musd]).filter((value) => value > 0);
  const low = Math.min(...values) / 1.3, high = Math.max(...values) * 1.3, inner = box.right - box.left;
  const x = logarithmic([low, high], [box.left, box.right]), y = (k: number) => top + (k + 0.5) * rowHeight;
  const ticks = ticksOf(low, high, inner, 1.2 * widest([tick(Number(high.toPrecision(1)))], frame));
  const dot = (value: number, k: number, look: Attributes) => shape('circle', { cx: px(x(value)), cy: px(y(k)), r: px(0.36 * frame.font), ...look });
  return drawing(frame, height,
    axisBelow(ticks, x, box, text.trade.productsAxis, tick, frame),
    group('moves', null, ...rows.map((row, k) => line(x(row.base_musd), y(k), x(row.new_musd), y(k), { stroke: 'currentColor', 'stroke-width': 1.4 }))),
    group('before', null, ...rows.map((row, k) => dot(row.base_musd, k, { fill: 'var(--paper)', stroke: BEFORE, 'stroke-width': 1.8 }))),
    group('after', null, ...rows.map((row, k) => dot(row.new_musd, k, { fill: AFTER }))),
    group('bar-label', null, ...labels.map((label, k) => words(label, frame, { x: box.left - 8, y: y(k), anchor: 'end', leading: 1.05 }))),
    group('bar-value', null, ...rows.map((_, k) => words([shown[k] ?? '', duties[k] ?? ''], frame, { x: frame.width, y: y(k), anchor: 'end' }))),
    group('bar-heading', null, words([text.trade.productsHeading], frame, { x: frame.width, y: 0.4 * frame.font, anchor: 'end', at: 'top' })));
}

/** One chart for an ordered pair of parties. */
export function productsChart(model: Model, exporter: string, importer: string): Tree | null {
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
    data: () => recordsSheet(all),
    draw: (frame) => draw(model, rows, frame),
  });
}
