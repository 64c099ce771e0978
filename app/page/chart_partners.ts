// A party's trade by partner: what its exports and imports change, with the trade diverted from others.
import { drawBars, type Bar } from './bars.ts';
import { chart, HALF, legend, SERIES } from './chart.ts';
import { barsSheet } from './export_sheets.ts';
import { change, growth, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
import type { Tree } from './tree.ts';

const MOST = 6;
const EXPORTS = SERIES[0] ?? 'currentColor', IMPORTS = SERIES[1] ?? 'currentColor';

interface Flow {
  base: number;
  now: number;
}

/** For a region that is no party: its trade with the parties first, which may be all the results hold of it. */
export function partnersChart(model: Model, party: string): Tree | null {
  const exports = new Map<string, Flow>(), imports = new Map<string, Flow>();
  for (const row of model.results.pair_results) {
    const flow = { base: row.trade_base_musd, now: row.trade_new_musd };
    if (row.exporter === party) exports.set(row.importer, flow);
    if (row.importer === party) imports.set(row.exporter, flow);
  }
  const moved = (flow: Flow | undefined) => (flow === undefined ? 0 : flow.now - flow.base);
  const size = (code: string) => Math.abs(moved(exports.get(code))) + Math.abs(moved(imports.get(code)));
  const isParty = (code: string) => model.parties.includes(code), outside = !isParty(party);
  const all = [...new Set([...exports.keys(), ...imports.keys()])].filter((code) => code !== party).sort((a, b) => size(b) - size(a));
  const beyond = all.filter((code) => !isParty(code));
  const partners = outside ? [...all.filter(isParty), ...beyond].slice(0, MOST) : beyond.slice(0, MOST);
  const bar = (label: string, flow: Flow | undefined, colour: string): Bar => ({
    label, value: moved(flow), colour,
    shown: text.gains.value(change(moved(flow)), percentChange(growth(flow?.base ?? null, flow?.now ?? null))),
  });
  const bars = partners.flatMap((code) => [
    bar(text.trade.exportsTo(model.regionName(code)), exports.get(code), EXPORTS),
    bar(text.trade.importsFrom(model.regionName(code)), imports.get(code), IMPORTS)]);
  if (bars.length === 0) return null;
  const flow = (one: Flow | undefined) => text.trade.flow(`${change(moved(one))} ${text.units.musd}`,
    percentChange(growth(one?.base ?? null, one?.now ?? null)));
  const inside = outside ? [] : model.parties.filter((code) => code !== party).map((code) =>
    text.trade.withParty(model.regionName(code), flow(exports.get(code)), flow(imports.get(code))));
  const note = [outside ? (beyond.length === 0 ? text.trade.partiesNote : text.trade.partiesFirst) : text.trade.partnersNote(partners.length), ...inside].join(' ');
  return chart({
    title: (outside ? (beyond.length === 0 ? text.trade.withParties : text.trade.withOthers) : text.trade.partners)(model.regionName(party)), share: HALF, note,
    description: text.trade.describe(bars.slice(0, 6).map((one) => `${one.label} ${one.shown}`).join('; ')),
    legend: legend([{ label: text.trade.exports, colour: EXPORTS }, { label: text.trade.imports, colour: IMPORTS }]),
    data: () => barsSheet(bars, text.trade.partnersAxis),
    draw: (frame) => drawBars(bars, { axis: text.trade.partnersAxis, heading: text.trade.partnersHeading }, frame),
  });
}
