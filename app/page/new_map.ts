// The world as a place to choose parties. Drawn once; choosing only changes classes. The search box beside it does the
// same from the keyboard, so the map is one picture to those who do not point at it.
import * as Plot from '@observablehq/plot';
import type { Geometry } from 'geojson';
import { element } from './dom.ts';
import { newText } from './text_new.ts';
import type { Country } from './world.ts';

export interface PartyMap {
  node: HTMLElement;
  show(codes: string[]): void;
}

interface Place {
  code: string;
  name: string;
  iso_numeric: number;
}

const WIDTH = 960, HEIGHT = 442;
const SMALL_DEGREES = 2.2; // a country less wide and high than this gets a circle that can be hit

function extent(geometry: Geometry): { span: number; centre: [number, number] } {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates.slice(0, 1)
    : geometry.type === 'MultiPolygon' ? geometry.coordinates.flatMap((polygon) => polygon.slice(0, 1)) : [];
  let best = { span: 0, centre: [0, 0] as [number, number], area: -1 };
  for (const ring of rings) {
    const xs = ring.map(([x = 0]) => x), ys = ring.map(([, y = 0]) => y);
    const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const area = (east - west) * (north - south);
    if (area > best.area) best = { span: Math.max(east - west, north - south), centre: [(west + east) / 2, (south + north) / 2], area };
  }
  return best;
}

export function partyMap(places: Place[], all: Country[], toggle: (code: string) => void): PartyMap {
  const byNumber = new Map(places.filter((place) => place.iso_numeric > 0).map((place) => [place.iso_numeric, place]));
  const known = all.flatMap((country) => {
    const place = byNumber.get(Number(country.id ?? 0));
    return place === undefined ? [] : [{ country, place, ...extent(country.geometry) }];
  });
  type Known = (typeof known)[number];
  const ids = new Set<Country>(known.map(({ country }) => country));
  const small = known.filter(({ span }) => span < SMALL_DEGREES);
  const line = { stroke: 'var(--border)', strokeWidth: 0.5 };
  const drawing = Plot.plot({
    width: WIDTH, height: HEIGHT, margin: 1, style: { background: 'none', overflow: 'visible' },
    projection: { type: 'equal-earth', rotate: [-11, 0], inset: 2, domain: { type: 'FeatureCollection', features: all } },
    marks: [
      Plot.geo(all.filter((country) => !ids.has(country)), { fill: 'var(--missing)', ...line, className: 'pick-missing' }),
      Plot.geo(known, { geometry: (one: Known) => one.country, title: (one: Known) => one.place.name, ...line, className: 'pick-regions' }),
      Plot.dot(small, { x: (one: Known) => one.centre[0], y: (one: Known) => one.centre[1], r: 4.5, title: (one: Known) => one.place.name,
        ...line, className: 'pick-small' }),
    ],
  });
  drawing.setAttribute('role', 'img');
  for (const one of drawing.querySelectorAll('[aria-label]')) one.removeAttribute('aria-label');
  const shapes = new Map<string, Element[]>();
  const bind = (selector: string, list: Known[]) => [...drawing.querySelectorAll(selector)].forEach((shape, k) => {
    const place = list[k]?.place;
    if (place === undefined) return;
    shape.setAttribute('class', 'pick');
    shape.removeAttribute('fill');
    shape.addEventListener('click', () => toggle(place.code));
    shapes.set(place.code, [...shapes.get(place.code) ?? [], shape]);
  });
  bind('.pick-regions path', known);
  bind('.pick-small circle', small);
  const chosen = new Set<string>();
  const show = (codes: string[]) => {
    for (const [code, list] of shapes) {
      const now = codes.includes(code);
      if (now !== chosen.has(code)) for (const shape of list) shape.classList.toggle('party', now);
    }
    chosen.clear();
    for (const code of codes) chosen.add(code);
    const names = places.filter(({ code }) => codes.includes(code)).map(({ name }) => name).join(', ');
    drawing.setAttribute('aria-label', `${newText.parties.map}. ${names === '' ? newText.parties.none : newText.parties.chosen(names)}`);
  };
  show([]);
  const swatch = (kind: string, label: string) => element('li', {}, element('span', { class: `swatch ${kind}` }), label);
  const { legend } = newText.parties;
  return { node: element('figure', { class: 'party-map' }, element('div', { class: 'drawing' }, drawing),
    element('ul', { class: 'legend' }, swatch('pick-party', legend.party), swatch('pick-other', legend.other), swatch('pick-none', legend.missing))), show };
}
