// Captured CO2: the network by year on a map, the cost of every source, tonnes and payments by year.
import * as Plot from '@observablehq/plot';
import type { FeatureCollection, Geometry } from 'geojson';
import { chart, HALF, legend, plot, SERIES, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { column, fixed } from './format.ts';
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text as words } from './text.ts';
import { element, folded, paragraph, table, type Tree } from './tree.ts';
import { countriesIn, type Country } from './world.ts';
import type { Capture, CaptureMeasure, CaptureNode, CaptureRoute, CaptureSource, CaptureStore } from './types_capture.ts';

const { capture: text } = words;
const MOST_MAPS = 4;
const NEAR_DEGREES = 3; // names would stand on each other
const COLOURS = { source: SERIES[0] ?? '', ship: SERIES[1] ?? '', store: SERIES[2] ?? '', pipe: SERIES[3] ?? '' };

interface Network {
  year: number;
  sources: CaptureSource[];
  routes: CaptureRoute[];
  stores: CaptureStore[];
}

/** The networks are those of the accord in the file: drawn once. */
const touch = (): void => undefined;

type Place = CaptureNode & { longitude: number; latitude: number };

function networks(capture: Capture, measure: number): Network[] {
  const of = <T extends { measure: number; year: number }>(rows: T[], year: number) => rows.filter((row) => row.measure === measure && row.year === year);
  const years = [...new Set(capture.sources.filter((row) => row.measure === measure).map((row) => row.year))].sort((a, b) => a - b);
  return years.map((year) => ({ year, sources: of(capture.sources, year).filter((row) => row.captured_mt > 0),
    routes: of(capture.routes, year).filter((row) => row.flow_mt > 0), stores: of(capture.stores, year).filter((row) => row.stored_mt > 0) }))
    .filter((network) => network.sources.length > 0);
}

/** The years whose network differs from the year before; at most MOST_MAPS, the first and the last among them. */
function shownYears(all: Network[]): Network[] {
  const same = (a: Network, b: Network | undefined) => b !== undefined && JSON.stringify([a.sources, a.routes, a.stores].map((rows) => rows.map((row) => ({ ...row, year: 0 }))))
    === JSON.stringify([b.sources, b.routes, b.stores].map((rows) => rows.map((row) => ({ ...row, year: 0 }))));
  const changed = all.filter((network, k) => !same(network, all[k - 1]));
  if (changed.length <= MOST_MAPS) return changed;
  return Array.from({ length: MOST_MAPS }, (_, k) => changed[Math.round(k * (changed.length - 1) / (MOST_MAPS - 1))]).filter((one) => one !== undefined);
}

interface Point { name: string; mt: number; store: boolean; x: number; y: number }

/** The largest of the places that stand close together, named with how many it stands for. */
function named(points: Point[]): Point[] {
  const kept: { point: Point; others: number }[] = [];
  for (const point of [...points].sort((a, b) => b.mt - a.mt)) {
    const near = kept.find((one) => one.point.store === point.store && Math.hypot(one.point.x - point.x, one.point.y - point.y) < NEAR_DEGREES);
    if (near === undefined) kept.push({ point, others: 0 });
    else near.others += 1;
  }
  return kept.map(({ point, others }) => (others === 0 ? point : { ...point, name: text.andMore(point.name, others) }));
}

function drawMap(nodes: Map<string, Place>, network: Network, most: number, land: FeatureCollection, frame: Frame): Element {
  const used = network.routes.flatMap((route) => [nodes.get(route.from), nodes.get(route.to)]).filter((place) => place !== undefined);
  const x = used.map((place) => place.longitude), y = used.map((place) => place.latitude);
  const box = { west: Math.min(...x), east: Math.max(...x), south: Math.min(...y), north: Math.max(...y) };
  const pad = 2 + 0.12 * Math.max(box.east - box.west, box.north - box.south);
  const corners = [[box.west - pad, box.south - pad], [box.east + pad, box.north + pad], [box.west - pad, box.north + pad], [box.east + pad, box.south - pad]];
  const lines = network.routes.flatMap((route) => {
    const a = nodes.get(route.from), b = nodes.get(route.to);
    if (a === undefined || b === undefined) return [];
    return [{ route, geometry: { type: 'LineString' as const, coordinates: [[a.longitude, a.latitude], [b.longitude, b.latitude]] } }];
  });
  const at = (name: string) => nodes.get(name);
  const points = [...network.sources.map((row) => ({ name: row.source, mt: row.captured_mt, store: false })),
    ...network.stores.map((row) => ({ name: row.store, mt: row.stored_mt, store: true }))].flatMap((row) => {
    const place = at(row.name);
    return place === undefined ? [] : [{ ...row, x: place.longitude, y: place.latitude, label: text.place(row.name, fixed(row.mt, 2)) }];
  });
  const radius = (mt: number) => (0.25 + 0.35 * Math.sqrt(mt / most)) * frame.font;
  const dots = (store: boolean) => Plot.dot(points.filter((point) => point.store === store), { x: 'x', y: 'y', r: (point: { mt: number }) => radius(point.mt),
    symbol: store ? 'square' : 'circle', fill: store ? COLOURS.store : COLOURS.source, stroke: 'var(--paper)', strokeWidth: 0.7, title: 'label',
    className: store ? 'capture-stores' : 'capture-sources' });
  return plot(frame, {
    height: Math.round(frame.width * 0.8), margin: 1,
    projection: { type: 'equal-earth', rotate: [-(box.west + box.east) / 2, 0], domain: { type: 'MultiPoint', coordinates: corners } },
    marks: [
      Plot.geo(countriesIn(land.features as Country[], { west: box.west - 2 * pad, east: box.east + 2 * pad, south: box.south - 2 * pad, north: box.north + 2 * pad }), { fill: 'var(--neutral)', stroke: 'var(--border)', strokeWidth: 0.5 }),
      ...lines.map(({ route, geometry }) => Plot.geo([geometry], { stroke: route.type === 'ship' ? COLOURS.ship : COLOURS.pipe,
        strokeWidth: 1 + 2.5 * route.flow_mt / most, strokeDasharray: route.type === 'ship' ? '5,4' : '', className: 'capture-route',
        title: () => text.route(route.type, route.from, route.to, fixed(route.flow_mt, 2)) })),
      dots(false), dots(true),
      Plot.text(named(points), { x: 'x', y: 'y', text: 'name', dy: -1.1 * frame.font, fill: 'currentColor', stroke: 'var(--paper)', strokeWidth: 3 }),
      Plot.frame({ stroke: 'var(--grid)' }),
    ],
  });
}

function mapFigure(measure: CaptureMeasure, network: Network, most: number, land: FeatureCollection): Tree {
  const nodes = new Map(measure.nodes.filter((node): node is Place => node.longitude !== null && node.latitude !== null).map((node) => [node.name, node]));
  const list = (names: string[]) => (names.length > 0 ? names.join(', ') : text.none);
  return chart({ title: text.map(measure.label, network.year), share: HALF,
    description: text.describeMap(list(network.sources.map((row) => text.place(row.source, fixed(row.captured_mt, 2)))),
      list(network.routes.map((row) => text.route(row.type, row.from, row.to, fixed(row.flow_mt, 2)))),
      list(network.stores.map((row) => text.place(row.store, fixed(row.stored_mt, 2))))),
    empty: network.routes.length === 0 || nodes.size === 0 ? text.none : undefined,
    data: () => recordsSheet([...network.sources, ...network.routes, ...network.stores]),
    draw: (frame) => drawMap(nodes, network, most, land, frame), touch });
}

/** The marginal abatement curve: a step for every source, its cost in three parts. */
function drawCurve(sources: CaptureSource[], frame: Frame): Element {
  let reached = 0;
  const parts = sources.flatMap((row) => {
    const x1 = reached, x2 = reached += row.captured_mt;
    let y = 0;
    return (['capture', 'transport', 'storage'] as const).map((part) => {
      const y1 = y, y2 = y += row[`${part}_usd_per_t`] ?? 0;
      return { x1, x2, y1, y2, part, label: `${row.source}, ${text.parts[part]}: ${fixed(y2 - y1, 0)} USD/t` };
    });
  });
  const fills = { capture: COLOURS.source, transport: COLOURS.ship, storage: COLOURS.store };
  return plot(frame, {
    height: Math.round(22 * frame.font), marginLeft: 4.5 * frame.font, marginTop: 2.4 * frame.font, marginBottom: 3.2 * frame.font,
    x: { label: text.curveAxis, labelAnchor: 'center', labelArrow: 'none' }, y: { label: text.curveHeading, grid: true, labelArrow: 'none' },
    marks: [Plot.rect(parts, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: (row: { part: keyof typeof fills }) => fills[row.part], title: 'label',
      stroke: 'var(--paper)', className: 'capture-curve' }), Plot.ruleY([0])],
  });
}

function curveFigure(network: Network): Tree {
  const sources = [...network.sources].sort((a, b) => (a.cost_usd_per_t ?? 0) - (b.cost_usd_per_t ?? 0));
  return chart({ title: text.curve(network.year), share: HALF,
    description: text.describeCurve(sources.map((row) => text.step(row.source, fixed(row.captured_mt, 2), fixed(row.cost_usd_per_t ?? 0, 0))).join('; ')),
    legend: legend([{ label: text.parts.capture, colour: COLOURS.source }, { label: text.parts.transport, colour: COLOURS.ship },
      { label: text.parts.storage, colour: COLOURS.store }]),
    data: () => recordsSheet(sources),
    draw: (frame) => drawCurve(sources, frame), touch });
}

function accountTable(capture: Capture, measure: number): Tree {
  const rows = capture.accounts.filter((row) => row.measure === measure), { columns } = text;
  const mt = column(rows.map((row) => row.captured_mt), false, 2), musd = column(rows.map((row) => row.paid_musd), false, 1);
  return table(text.table, [{ title: columns.year, words: true }, { title: columns.captured }, { title: columns.penalty }, { title: columns.avoided }, { title: columns.paid },
    { title: columns.per }, { title: columns.fee }, { title: columns.built }],
  rows.map((row) => [String(row.year), mt(row.captured_mt), mt(row.penalty_mt), mt(row.avoided_mt), musd(row.paid_musd),
    row.paid_usd_per_t_avoided === null ? '' : fixed(row.paid_usd_per_t_avoided, 0), musd(row.fee_musd), musd(row.built_musd)]));
}

function payerTable(model: Model, capture: Capture, measure: number, year: number): Tree {
  const rows = capture.payers.filter((row) => row.measure === measure && row.year === year).sort((a, b) => b.paid_musd - a.paid_musd);
  const name = (code: string) => model.results.sectors.find((one) => one.code === code)?.name ?? code, { payerColumns: columns } = text;
  return table(text.payers(year), [{ title: columns.sector, words: true }, { title: columns.captured }, { title: columns.paid }, { title: columns.cost }],
    rows.map((row) => [`${model.regionName(row.region)}, ${name(row.sector)}`, fixed(row.captured_mt, 2), fixed(row.paid_musd, 1),
      row.unit_cost_percent === null ? '' : fixed(row.unit_cost_percent, 3)]));
}

export function captureSection(first: Model, countries: Country[]): Section[] {
  const { capture } = first.results;
  if (capture === undefined || capture.measures.length === 0) return [];
  const land: FeatureCollection<Geometry> = { type: 'FeatureCollection', features: countries };
  const parts = capture.measures.flatMap((measure) => {
    const all = networks(capture, measure.measure), last = all.at(-1);
    if (last === undefined) return [];
    const most = Math.max(...all.flatMap((network) => network.routes.map((route) => route.flow_mt)));
    return [legend([{ label: text.legend.source, colour: COLOURS.source }, { label: text.legend.pipe, colour: COLOURS.pipe },
      { label: text.legend.ship, colour: COLOURS.ship }, { label: text.legend.store, colour: COLOURS.store }]),
    element('div', { class: 'pair capture-maps' }, ...shownYears(all).map((network) => mapFigure(measure, network, most, land))),
    paragraph(text.mapNote, 'note'),
    element('div', { class: 'pair' }, curveFigure(last), payerTable(first, capture, measure.measure, last.year)),
    folded(text.table, accountTable(capture, measure.measure)),
    paragraph(text.note(first.regionName(measure.from), first.regionName(measure.store), text.credit[measure.credit] ?? measure.credit, measure.search ?? ''), 'note')];
  });
  return parts.length === 0 ? [] : [section(text.id, text.title, first, (model) => [kept(model.isStale('capture'), words.stale.capture, ...parts)])];
}
