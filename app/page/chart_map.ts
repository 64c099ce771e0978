// Map of the change in real income: the world, and the neighbourhood of the parties.
import * as Plot from '@observablehq/plot';
import type { Geometry } from 'geojson';
import { chart, measure, plot, wrap, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { change, fixed, NOTHING_PERCENT, percentChange } from './format.ts';
import type { Model } from './model.ts';
import type { Choose } from './picker.ts';
import { showing, type Section } from './section.ts';
import { drawing, px, words } from './svg.ts';
import { text } from './text.ts';
import { element, listening, shape, type Tree } from './tree.ts';
import { boxOf, cornersOf, countriesIn, outlines, type Box, type Country } from './world.ts';

/** A country that is a region of the table, with its place on the map; the same for every model. */
interface Place {
  country: Country;
  code: string;
  small: boolean;
  centre: [number, number];
  party: boolean;
}

/** What the model says about a region. */
interface Look {
  fill: string;
  label: string;
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

function spanOf(box: Box): number {
  return Math.max(box.east - box.west, box.north - box.south);
}

/** The box of the largest polygon, so that islands far away do not move the centre. */
function mainBox(geometry: Geometry): Box {
  const boxes = outlines(geometry).map(boxOf);
  const area = (box: Box) => (box.east - box.west) * (box.north - box.south);
  return boxes.reduce((best, box) => (area(box) > area(best) ? box : best), boxes[0] ?? boxOf([]));
}

function placesOf(model: Model, countries: Country[]): Place[] {
  const byNumber = new Map(model.results.regions.filter((region) => region.iso_numeric > 0)
    .map((region) => [region.iso_numeric, region.code]));
  return countries.flatMap((country) => {
    const code = byNumber.get(Number(country.id ?? 0));
    if (code === undefined) return [];
    const box = mainBox(country.geometry);
    return [{ country, code, small: spanOf(box) < SMALL_DEGREES, party: model.parties.includes(code),
      centre: [(box.west + box.east) / 2, (box.south + box.north) / 2] as [number, number] }];
  });
}

/** Colours and words by region. */
function looks(model: Model, bounds: number[]): Map<string, Look> {
  return new Map(model.year.regions.map(({ region, ev_percent, ev_musd }) => [region, {
    fill: ev_percent === null ? 'var(--missing)' : COLOURS[classOf(ev_percent, bounds)] ?? 'var(--neutral)',
    label: text.map.region(model.regionName(region), percentChange(ev_percent), `${change(ev_musd)} ${text.units.musd}`),
  }]));
}

function marks(model: Model, countries: Country[], places: Place[], frame: Frame): Plot.Markish[] {
  const ids = new Set(places.map((one) => one.country));
  const geometry = (one: Place) => one.country;
  const parties = places.filter((one) => one.party);
  const edge = { stroke: 'var(--border)', strokeWidth: 0.5 }, fill = 'var(--neutral)', title = 'code';
  return [
    Plot.geo(countries.filter((country) => !ids.has(country)), { fill: 'var(--missing)', ...edge, className: 'map-missing' }),
    Plot.geo(places.filter((one) => !one.party), { geometry, fill: () => fill, title, ...edge, className: 'map-regions' }),
    Plot.geo(parties, { geometry, fill: () => fill, title, stroke: 'currentColor', strokeWidth: 1, className: 'map-parties' }),
    Plot.dot(places.filter((one) => one.small), { x: (one: Place) => one.centre[0], y: (one: Place) => one.centre[1], r: 0.3 * frame.font,
      fill: () => fill, title, stroke: 'currentColor', strokeWidth: 0.7, className: 'map-small' }),
    parties.length > 6 ? null : Plot.text(parties, { x: (one: Place) => one.centre[0], y: (one: Place) => one.centre[1],
      text: (one: Place) => wrap(model.regionName(one.code), 9 * frame.font, frame).join('\n'), lineAnchor: 'bottom', fontWeight: 600, stroke: 'var(--paper)', strokeWidth: 4,
      fill: 'currentColor', dy: -0.6 * frame.font }),
  ];
}

/** A shape of the map, with what it shows now. */
interface Painted {
  node: Element;
  title: Element;
  code: string;
  fill: string;
  label: string;
  inView: boolean;
}
const painted = new WeakMap<Element, Painted[]>();

/** The region whose shape an event happened on. */
function regionAt(event: Event): string | null {
  const svg = event.target instanceof Element ? event.target.closest('svg') : null;
  return (svg === null ? undefined : painted.get(svg)?.find((one) => one.node === event.target))?.code ?? null;
}

/** The map is drawn once; a new model writes the colours and words that differ. */
function paint(map: Element, shown: Map<string, Look>, inView: string): void {
  let shapes = painted.get(map);
  if (shapes === undefined) {
    shapes = [...map.querySelectorAll(':is(.map-regions, .map-parties, .map-small) > *')].flatMap((node) => {
      const title = node.querySelector('title'), code = title?.textContent ?? '';
      return title === null ? [] : [{ node, title, code, fill: '', label: '', inView: false }];
    });
    painted.set(map, shapes);
  }
  for (const one of shapes) {
    const look = shown.get(one.code);
    if (look === undefined) continue;
    if (look.fill !== one.fill) one.node.setAttribute('fill', one.fill = look.fill);
    if (look.label !== one.label) one.title.textContent = one.label = look.label;
    if ((one.code === inView) !== one.inView) one.node.classList.toggle('in-view', one.inView = one.code === inView);
  }
}

function world(model: Model, countries: Country[], places: Place[], frame: Frame): Element {
  // 11 degrees east: the cut runs through the Bering Strait and divides no country of the table.
  return plot(frame, {
    height: Math.round(frame.width * 0.46), margin: 1,
    projection: { type: 'equal-earth', rotate: [-11, 0], inset: 2, domain: cornersOf(countries) },
    marks: marks(model, countries, places, frame),
  });
}

function near(model: Model, countries: Country[], box: Box, frame: Frame): Element {
  const pad = 6 + 0.16 * spanOf(box), middle = (box.west + box.east) / 2;
  // Only what lies in the frame is drawn; small countries and centres are those of whole countries.
  const part = countriesIn(countries, { west: box.west - 2 * pad, east: box.east + 2 * pad, south: box.south - 2 * pad, north: box.north + 2 * pad });
  const places = placesOf(model, countries).flatMap((place) => {
    const country = part.find((one) => one.id === place.country.id && one.properties.name === place.country.properties.name);
    return country === undefined ? [] : [{ ...place, country }];
  });
  const corners = [[box.west - pad, box.south - pad], [box.east + pad, box.north + pad], [box.west - pad, box.north + pad],
    [box.east + pad, box.south - pad]];
  return plot(frame, {
    height: Math.round(frame.width * 0.82), margin: 1,
    projection: { type: 'equal-earth', rotate: [-middle, 0], domain: { type: 'MultiPoint', coordinates: corners } },
    marks: [...marks(model, part, places, frame), Plot.frame({ stroke: 'var(--grid)' })],
  });
}

/** The classes as a strip with their bounds below it. */
function drawLegend(bounds: number[], frame: Frame): Tree {
  const bound = (value: number) => fixed(value, Math.max(0, -Math.floor(Math.log10(Math.abs(value)) + 1e-9)));
  const labels = bounds.map((value) => (value > 0 ? `+${bound(value)}` : bound(value)));
  const room = Math.max(...labels.map((label) => measure(label, frame))) + 10;
  const step = Math.min(room, (frame.width - 4) / COLOURS.length);
  const levels = step < room ? 2 : 1; // where they would touch, every other bound stands lower
  const top = 1.7 * frame.font, high = 1.4 * frame.font;
  return drawing({ ...frame, width: Math.ceil(step * COLOURS.length + 4) }, top + high + (0.5 + 1.3 * levels) * frame.font,
    words([text.map.legend], frame, { x: 2, y: 0.3 * frame.font, at: 'top' }),
    shape('g', { stroke: 'var(--axis)', 'stroke-width': 0.5 }, ...COLOURS.map((fill, k) =>
      shape('rect', { x: px(2 + k * step), y: px(top), width: px(step), height: px(high), fill }))),
    ...labels.map((label, k) => words([label], frame, { x: 2 + (k + 1) * step, y: top + high + (0.8 + 1.2 * (k % levels)) * frame.font, anchor: 'middle' })));
}

function percents(regions: { ev_percent: number | null }[]): number[] {
  return regions.map((row) => row.ev_percent ?? 0);
}

export function mapSection(first: Model, countries: Country[], choose?: Choose): Section {
  const places = placesOf(first, countries), parties = places.filter((one) => one.party);
  const box = boxOf(parties.flatMap(({ country }) => {
    const { west, east, south, north } = mainBox(country.geometry);
    return [[west, south], [east, north]];
  }));
  const withNear = parties.length > 1 && spanOf(box) < NEAR_DEGREES;
  // The classes stay those of the file's last year while nothing goes beyond them, so that colours can be compared.
  const least = percents(first.lastYear.regions);
  return showing(first, (model) => {
    const bounds = classBounds([...least, ...percents(model.year.regions)]), shown = looks(model, bounds);
    const description = text.map.describe(parties.map(({ code }) => shown.get(code)?.label ?? code).join('; '));
    const rest = model.outcome('ROW')?.ev_percent;
    const figure = (title: string, share: number, draw: (frame: Frame) => Element) => chart({ title, description, share,
      data: () => recordsSheet(model.year.regions.map(({ region, ev_percent, ev_musd }) => ({ region, name: model.regionName(region), ev_percent, ev_musd }))),
      touch: (map) => paint(map, shown, model.view.region),
      draw: (frame) => {
        const map = draw(frame);
        paint(map, shown, model.view.region);
        return map;
      } });
    return element('div', { id: 'map-of-gains' }, listening(element('div', { class: `maps${withNear ? ' both' : ''}${choose === undefined ? '' : ' chooses'}`, id: 'map' },
      figure(text.map.title(model.year.year), withNear ? WORLD_SHARE : 1, (frame) => world(model, countries, places, frame)),
      withNear ? figure(text.map.near, 1 - WORLD_SHARE, (frame) => near(model, countries, box, frame)) : null),
    { click: (event) => { const region = regionAt(event); if (region !== null) choose?.({ region }); } }),
    chart({ title: text.map.legend, description: text.map.legend, kind: 'map-legend', unsaved: true, draw: (frame) => drawLegend(bounds, frame) }),
    element('p', { class: 'note' }, element('span', { class: 'swatch', style: 'background:var(--missing)' }),
      text.map.note(rest === undefined ? '' : text.map.rest(percentChange(rest))), choose === undefined ? null : element('span', { class: 'screen' }, ` ${text.map.choose}`)));
  });
}
