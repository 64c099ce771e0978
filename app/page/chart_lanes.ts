// Map of the sea lanes to the parties' largest partners, the gates on them, and what passes each gate.
import * as Plot from '@observablehq/plot';
import type { Feature, Geometry, LineString } from 'geojson';
import { chart, legend, measure, plot, SERIES, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { fixed, level } from './format.ts';
import type { Model } from './model.ts';
import { section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, paragraph, table, type Tree } from './tree.ts';
import { cornersOf, countriesIn, type Country } from './world.ts';
import type { LaneGate, LaneRoute, Lanes } from './types_lanes.ts';

const words = text.lanes;
const WORLD_SHARE = 0.62;        // of the width, as in the map of gains; the style sheet has the same
const LEAST_PERCENT = 0.5;       // of the parties' trade by sea: gates below it are left out
const MOST_COLOURS = 6;
const NEAR = { west: 80, east: 156, south: -25, north: 55 }; // all that the nearer map can show
const SVG = 'http://www.w3.org/2000/svg';

interface ShownGate {
  number: number;
  gate: LaneGate;
  musd: number;                  // imports and exports of all parties
  percent: number;               // of their trade by sea
  label: string;
}

interface ShownRoute {
  line: Feature<LineString>;
  colour: string;
  width: number;
  label: string;
}

const partyMusd = (gate: LaneGate, region: string): number => gate.parties.filter((one) => one.region === region)
  .reduce((sum, one) => sum + (one.imports_musd ?? 0) + (one.exports_musd ?? 0), 0);

function shownGates(lanes: Lanes): ShownGate[] {
  const sea = lanes.parties.reduce((sum, one) => sum + (one.sea_musd ?? 0), 0);
  const sized = lanes.gates.map((gate) => ({ gate, musd: lanes.parties.reduce((sum, one) => sum + partyMusd(gate, one.region), 0) }));
  return sized.filter((one) => sea > 0 && 100 * one.musd / sea >= LEAST_PERCENT).sort((a, b) => b.musd - a.musd)
    .map((one, k) => ({ ...one, number: k + 1, percent: 100 * one.musd / sea,
      label: words.gate(one.gate.name, level(one.musd), fixed(100 * one.musd / sea, 1)) }));
}

function colourOf(lanes: Lanes, party: string): string {
  const at = lanes.parties.findIndex((one) => one.region === party);
  return lanes.parties.length > MOST_COLOURS ? 'var(--rest)' : SERIES[at % SERIES.length] ?? 'currentColor';
}

function shownRoutes(model: Model, lanes: Lanes): ShownRoute[] {
  const largest = Math.max(1, ...lanes.routes.map((route) => route.musd ?? 0));
  const line = (route: LaneRoute): Feature<LineString> => ({ type: 'Feature', properties: {},
    geometry: { type: 'LineString', coordinates: route.lon.map((lon, k) => [lon, route.lat[k] ?? 0]) } });
  return lanes.routes.filter((route) => route.lon.length > 1).map((route) => ({
    line: line(route), colour: colourOf(lanes, route.party), width: 0.8 + 3.2 * Math.sqrt((route.musd ?? 0) / largest),
    label: words.route(model.regionName(route.party), model.regionName(route.partner), level(route.musd), fixed(route.km ?? 0, 0),
      fixed(route.days ?? 0, 1)),
  }));
}

/** Nothing of the drawing depends on what is in view. */
const touch = (): void => undefined;

const amount = (musd: number | null): string => (musd !== null && musd < 0.005 ? '0' : level(musd));

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const apart = (a: Box, b: Box): boolean => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;

/** Numbers beside the dots, the largest first; one that fits nowhere is left to the table. */
function addNumbers(drawing: Element, gates: ShownGate[], frame: Frame, height: number): void {
  const circles = [...drawing.querySelectorAll('.lane-gates circle')], taken: Box[] = [];
  const places = circles.map((circle) => ({ x: Number(circle.getAttribute('cx')), y: Number(circle.getAttribute('cy')), r: Number(circle.getAttribute('r')),
    gate: gates.find((one) => one.label === circle.querySelector('title')?.textContent) }));
  for (const { x, y, r } of places) taken.push({ left: x - r, right: x + r, top: y - r, bottom: y + r });
  places.sort((a, b) => (a.gate?.number ?? 0) - (b.gate?.number ?? 0));
  for (const { x, y, r, gate } of places) {
    if (gate === undefined) continue;
    const words = String(gate.number), w = measure(words, { ...frame, weight: 600 }) / 2 + 1, h = 0.55 * frame.font, far = r + 2;
    const offsets: [number, number][] = [[far + w, 0], [-far - w, 0], [0, -far - h], [0, far + h], [far + w, -h - 2], [far + w, h + 2],
      [-far - w, -h - 2], [-far - w, h + 2]];
    for (const [dx, dy] of offsets) {
      const box = { left: x + dx - w, right: x + dx + w, top: y + dy - h, bottom: y + dy + h };
      const inside = box.left > 1 && box.right < frame.width - 1 && box.top > 1 && box.bottom < height - 1;
      if (!inside || !taken.every((one) => apart(one, box))) continue;
      taken.push(box);
      const label = document.createElementNS(SVG, 'text');
      for (const [name, value] of Object.entries({ x: x + dx, y: y + dy, dy: '0.32em', 'text-anchor': 'middle', 'font-weight': 600, fill: 'currentColor',
        stroke: 'var(--paper)', 'stroke-width': 3, 'paint-order': 'stroke' })) label.setAttribute(name, String(value));
      label.textContent = words;
      (circles[0]?.closest('svg') ?? drawing).append(label);
      break;
    }
  }
}

function marks(countries: Feature<Geometry>[], routes: ShownRoute[], gates: ShownGate[], frame: Frame): Plot.Markish[] {
  const largest = Math.max(1, ...gates.map((one) => one.musd));
  return [
    Plot.geo(countries, { fill: 'var(--missing)', stroke: 'var(--border)', strokeWidth: 0.4, className: 'lane-land' }),
    Plot.geo(routes, { geometry: (one: ShownRoute) => one.line, stroke: 'colour', strokeWidth: (one: ShownRoute) => one.width, strokeOpacity: 0.65,
      strokeLinejoin: 'round', strokeLinecap: 'round', title: 'label', className: 'lane-routes' }),
    Plot.dot(gates, { x: (one: ShownGate) => one.gate.lon, y: (one: ShownGate) => one.gate.lat, title: 'label', className: 'lane-gates',
      r: (one: ShownGate) => frame.font * (0.22 + 0.5 * Math.sqrt(one.musd / largest)), fill: 'var(--paper)', stroke: 'currentColor', strokeWidth: 1.4 }),
  ];
}

interface View {
  aspect: number;
  projection: Plot.ProjectionOptions;
  framed: boolean;
}

function draw(countries: Feature<Geometry>[], routes: ShownRoute[], gates: ShownGate[], view: View, frame: Frame): Element {
  const height = Math.round(frame.width * view.aspect);
  const drawing = plot(frame, {
    height, margin: 1, projection: view.projection, r: { type: 'identity' },
    marks: [...marks(countries, routes, gates, frame), view.framed ? Plot.frame({ stroke: 'var(--grid)' }) : null],
  });
  addNumbers(drawing, gates, frame, height);
  return drawing;
}

/** The seas between the Indian Ocean and the western Pacific, where most of the gates lie. */
function nearView(): View {
  return { aspect: 0.82, framed: true,
    projection: { type: 'equal-earth', rotate: [-115, 0], domain: { type: 'MultiPoint', coordinates: [[92, -13], [144, 43], [92, 43], [144, -13]] } } };
}

/** Most gates of the parties' trade lie in that part of the sea. */
function isNear(gates: ShownGate[]): boolean {
  const inside = gates.filter(({ gate }) => gate.lon > 92 && gate.lon < 144 && gate.lat > -13 && gate.lat < 43);
  return 2 * inside.length > gates.length;
}

function figures(model: Model, lanes: Lanes, all: Country[], gates: ShownGate[]): Tree {
  const routes = shownRoutes(model, lanes);
  const description = words.describe(gates.slice(0, 6).map((one) => one.label).join('; '));
  // 205 degrees: the cut runs through the Atlantic, so that no way over the Pacific is torn apart.
  const world: View = { aspect: 0.46, framed: false,
    projection: { type: 'equal-earth', rotate: [-150, 0], inset: 2, domain: cornersOf(all) } };
  const near = isNear(gates);
  const data = () => recordsSheet(lanes.routes.map(({ party, partner, from_port, to_port, musd, km, days, gates: passed }) =>
    ({ party, partner, from_port, to_port, musd, km, days, gates: passed.join(' ') })));
  const made = [chart({ title: words.map, description, share: near ? WORLD_SHARE : 1, touch, data, draw: (frame) => draw(all, routes, gates, world, frame) })];
  if (near) made.push(chart({ title: words.near, description, share: 1 - WORLD_SHARE, touch, data, draw: (frame) => draw(countriesIn(all, NEAR), routes, gates, nearView(), frame) }));
  return element('div', { class: near ? 'maps both' : 'maps', id: 'lane-map' }, ...made);
}

function gateTable(model: Model, lanes: Lanes, gates: ShownGate[]): Tree {
  const shown = lanes.parties.length <= 4 ? lanes.parties : [];
  const columns = [{ title: words.number, words: true }, { title: words.gateColumn, words: true },
    ...shown.flatMap((one) => [{ title: words.partyMusd(model.regionName(one.region)) }, { title: words.partyPercent }]),
    ...(shown.length > 0 ? [] : [{ title: words.allMusd }, { title: words.partyPercent }]), { title: words.between }];
  const share = (part: number, whole: number | null) => (whole === null || whole <= 0 ? text.notAvailable : fixed(100 * part / whole, 1));
  return table(words.table, columns, gates.map((one) => [String(one.number), one.gate.name,
    ...shown.flatMap((party) => [amount(partyMusd(one.gate, party.region)), share(partyMusd(one.gate, party.region), party.sea_musd)]),
    ...(shown.length > 0 ? [] : [amount(one.musd), fixed(one.percent, 1)]), amount(one.gate.between_musd)]));
}

/** None where the table has regions without ports. The lanes are those before the accord: no setting moves them. */
export function lanesSection(first: Model, countries: Country[]): Section[] {
  const lanes = first.results.lanes;
  if (lanes === null || lanes === undefined) return [];
  const gates = shownGates(lanes), coloured = lanes.parties.length <= MOST_COLOURS;
  const parts = [paragraph(words.lead(lanes.parties.map((one) => words.partySea(first.regionName(one.region), level((one.sea_musd ?? 0) / 1e3))).join('; '))),
    coloured ? legend(lanes.parties.map((one) => ({ label: words.ways(first.regionName(one.region)), colour: colourOf(lanes, one.region) }))) : null,
    figures(first, lanes, countries, gates), gateTable(first, lanes, gates), paragraph(words.note, 'note')];
  return [section(words.id, words.title, first, () => parts)];
}
