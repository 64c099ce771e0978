// Map of the change in real income: the world, and the neighbourhood of the parties.
import * as Plot from '@observablehq/plot';
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { chart, measure, plot, wrap, type Frame } from './chart.ts';
import { element } from './dom.ts';
import { change, fixed, NOTHING_PERCENT, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
import type { RegionYear } from './types.ts';

type Country = Feature<Geometry, { name: string }>;

interface Shown {
  country: Country;
  outcome: RegionYear;
  label: string;
  fill: string;
  small: boolean;
  centre: [number, number];
  party: boolean;
}

const CLASSES = 3;             // on either side of "about zero"
const SMALL_DEGREES = 2.2;     // a country less wide and high than this gets a circle
const NEAR_DEGREES = 75;       // the neighbourhood is drawn when the parties lie within this many degrees
const WORLD_SHARE = 0.62;     // of the width, beside the neighbourhood; the style sheet has the same
const COLOURS = ['var(--loss-3)', 'var(--loss-2)', 'var(--loss-1)', 'var(--neutral)', 'var(--gain-1)', 'var(--gain-2)',
  'var(--gain-3)'];

/** Ascending bounds of the classes, per cent: -u/10, -u/100, -u/1000, u/1000, u/100, u/10 with u a round number above all. */
export function classBounds(values: number[]): number[] {
  const largest = Math.max(0, ...values.map(Math.abs));
  const unit = largest < NOTHING_PERCENT ? 1 : 10 ** Math.ceil(Math.log10(largest));
  const positive = Array.from({ length: CLASSES }, (_, k) => Number((unit / 10 ** (CLASSES - k)).toPrecision(1)));
  return [...positive.map((bound) => -bound).reverse(), ...positive];
}

export function classOf(value: number, bounds: number[]): number {
  return bounds.filter((bound) => (bound > 0 ? value >= bound : value > bound)).length;
}

/** The polygons of a country without their holes. */
function outlines(geometry: Geometry): Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates.slice(0, 1);
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flatMap((polygon) => polygon.slice(0, 1));
  return [];
}

interface Box {
  west: number;
  east: number;
  south: number;
  north: number;
}

function boxOf(points: Position[]): Box {
  const box = { west: 180, east: -180, south: 90, north: -90 };
  for (const [x = 0, y = 0] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

function spanOf(box: Box): number {
  return Math.max(box.east - box.west, box.north - box.south);
}

/** The box of the largest polygon, so that islands far away do not move the centre. */
function mainBox(geometry: Geometry): Box {
  const boxes = outlines(geometry).map(boxOf);
  const area = (box: Box) => (box.east - box.west) * (box.north - box.south);
  return boxes.reduce((best, box) => (area(box) > area(best) ? box : best), boxes[0] ?? boxOf([]));
}

function shownCountries(model: Model, countries: Country[], bounds: number[]): Shown[] {
  const byNumber = new Map(model.results.regions.filter((region) => region.iso_numeric > 0)
    .map((region) => [region.iso_numeric, region]));
  return countries.flatMap((country) => {
    const region = byNumber.get(Number(country.id ?? 0));
    const outcome = region === undefined ? undefined : model.outcome(region.code);
    if (region === undefined || outcome === undefined || outcome.ev_percent === null) return [];
    const box = mainBox(country.geometry);
    return [{
      country, outcome,
      label: text.map.region(model.regionName(region.code), percentChange(outcome.ev_percent), change(outcome.ev_musd) + ' ' + text.units.musd),
      fill: COLOURS[classOf(outcome.ev_percent, bounds)] ?? 'var(--neutral)',
      small: spanOf(box) < SMALL_DEGREES,
      centre: [(box.west + box.east) / 2, (box.south + box.north) / 2] as [number, number],
      party: model.parties.includes(region.code),
    }];
  });
}

function marks(model: Model, countries: Country[], shown: Shown[], frame: Frame): Plot.Markish[] {
  const ids = new Set(shown.map((one) => one.country));
  const geometry = (one: Shown) => one.country;
  const parties = shown.filter((one) => one.party);
  const line = { stroke: 'var(--border)', strokeWidth: 0.5 };
  return [
    Plot.geo(countries.filter((country) => !ids.has(country)), { fill: 'var(--missing)', ...line, className: 'map-missing' }),
    Plot.geo(shown.filter((one) => !one.party), { geometry, fill: 'fill', title: 'label', ...line, className: 'map-regions' }),
    Plot.geo(parties, { geometry, fill: 'fill', title: 'label', stroke: 'currentColor', strokeWidth: 1,
      className: 'map-parties' }),
    Plot.dot(shown.filter((one) => one.small), { x: (one: Shown) => one.centre[0], y: (one: Shown) => one.centre[1], r: 0.3 * frame.font,
      fill: 'fill', title: 'label', stroke: 'currentColor', strokeWidth: 0.7, className: 'map-small' }),
    parties.length > 6 ? null : Plot.text(parties, { x: (one: Shown) => one.centre[0], y: (one: Shown) => one.centre[1],
      text: (one: Shown) => wrap(model.regionName(one.outcome.region), 9 * frame.font, frame).join('\n'), lineAnchor: 'bottom', fontWeight: 600, stroke: 'var(--paper)', strokeWidth: 4,
      fill: 'currentColor', dy: -0.6 * frame.font }),
  ];
}

function world(model: Model, countries: Country[], shown: Shown[], frame: Frame): Element {
  // 11 degrees east: the cut runs through the Bering Strait and divides no country of the table.
  return plot(frame, {
    height: Math.round(frame.width * 0.46), margin: 1,
    projection: { type: 'equal-earth', rotate: [-11, 0], inset: 2,
      domain: { type: 'FeatureCollection', features: countries } },
    marks: marks(model, countries, shown, frame),
  });
}

function near(model: Model, countries: Country[], shown: Shown[], box: Box, frame: Frame): Element {
  const pad = 6 + 0.16 * spanOf(box), middle = (box.west + box.east) / 2;
  const corners = [[box.west - pad, box.south - pad], [box.east + pad, box.north + pad], [box.west - pad, box.north + pad],
    [box.east + pad, box.south - pad]];
  return plot(frame, {
    height: Math.round(frame.width * 0.82), margin: 1,
    projection: { type: 'equal-earth', rotate: [-middle, 0], domain: { type: 'MultiPoint', coordinates: corners } },
    marks: [...marks(model, countries, shown, frame), Plot.frame({ stroke: 'var(--grid)' })],
  });
}

/** The classes as a strip with their bounds below it. */
function drawLegend(bounds: number[], frame: Frame): Element {
  const bound = (value: number) => fixed(value, Math.max(0, -Math.floor(Math.log10(Math.abs(value)) + 1e-9)));
  const labels = bounds.map((value) => (value > 0 ? `+${bound(value)}` : bound(value)));
  const room = Math.max(...labels.map((label) => measure(label, frame))) + 10;
  const step = Math.min(room, (frame.width - 4) / COLOURS.length);
  const levels = step < room ? 2 : 1; // where they would touch, every other bound stands lower
  return plot({ ...frame, width: step * COLOURS.length + 4 }, {
    height: (3.2 + 1.2 * levels) * frame.font, margin: 2, marginTop: 1.7 * frame.font, marginBottom: (0.5 + 1.2 * levels) * frame.font,
    x: { domain: [0, COLOURS.length], axis: null }, y: { axis: null, domain: [0, 1] },
    marks: [
      Plot.rect(COLOURS, { x1: (_, k) => k, x2: (_, k) => k + 1, y1: 0, y2: 1, fill: (colour: string) => colour, stroke: 'var(--axis)',
        strokeWidth: 0.5 }),
      ...Array.from({ length: levels }, (_, level) => Plot.text(labels.map((label, k) => ({ label, k }))
        .filter(({ k }) => k % levels === level), { x: ({ k }: { k: number }) => k + 1, y: 0, text: 'label',
        dy: (0.9 + 1.2 * level) * frame.font })),
      Plot.text([text.map.legend], { frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -0.3 * frame.font }),
    ],
  });
}

export function maps(model: Model, topology: Topology): HTMLElement[] {
  const { countries } = topology.objects as { countries: GeometryCollection<{ name: string }> };
  const all = (feature(topology, countries) as FeatureCollection<Geometry, { name: string }>).features;
  const bounds = classBounds(model.lastYear.regions.map((row) => row.ev_percent ?? 0));
  const shown = shownCountries(model, all, bounds);
  const parties = shown.filter((one) => one.party);
  const description = text.map.describe(parties.map((one) => one.label).join('; '));
  const rest = model.outcome('ROW')?.ev_percent;
  const figure = (title: string, share: number, draw: (frame: Frame) => Element) => chart({ title, description, share, draw });
  const corners = parties.flatMap(({ country }) => {
    const box = mainBox(country.geometry);
    return [[box.west, box.south], [box.east, box.north]];
  });
  const box = boxOf(corners);
  const title = text.map.title(model.lastYear.year);
  const withNear = parties.length > 1 && spanOf(box) < NEAR_DEGREES;
  const figures = [figure(title, withNear ? WORLD_SHARE : 1, (frame) => world(model, all, shown, frame))];
  if (withNear) {
    figures.push(figure(text.map.near, 1 - WORLD_SHARE, (frame) => near(model, all, shown, box, frame)));
  }
  const legend = chart({ title: text.map.legend, description: '', draw: (frame) => drawLegend(bounds, frame) });
  legend.classList.add('map-legend');
  return [element('div', { class: figures.length > 1 ? 'maps both' : 'maps', id: 'map' }, ...figures),
    legend, element('p', { class: 'note' }, element('span', { class: 'swatch', style: 'background:var(--missing)' }),
      text.map.note(rest === undefined ? '' : text.map.rest(percentChange(rest))))];
}
