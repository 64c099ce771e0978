// The countries of the map that stands in the page.
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

export type Country = Feature<Geometry, { name: string }>;

export function countriesOf(topology: Topology): Country[] {
  const { countries } = topology.objects as { countries: GeometryCollection<{ name: string }> };
  return (feature(topology, countries) as FeatureCollection<Geometry, { name: string }>).features;
}

/** Degrees. */
export interface Box {
  west: number;
  east: number;
  south: number;
  north: number;
}

export function boxOf(points: Position[]): Box {
  const box = { west: 180, east: -180, south: 90, north: -90 };
  for (const [x = 0, y = 0] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

/** The polygons of a country without their holes. */
export function outlines(geometry: Geometry): Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates.slice(0, 1);
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flatMap((polygon) => polygon.slice(0, 1));
  return [];
}

/** Polygons that reach into a part of the world: of a country, those that do; countries of which none does are left out. */
export function countriesIn(countries: Country[], part: Box): Country[] {
  const touches = (polygon: Position[][]) => {
    const box = boxOf(polygon[0] ?? []);
    return box.west <= part.east && box.east >= part.west && box.south <= part.north && box.north >= part.south;
  };
  return countries.flatMap((country) => {
    const { geometry } = country;
    const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []).filter(touches);
    return polygons.length === 0 ? [] : [{ ...country, geometry: { type: 'MultiPolygon' as const, coordinates: polygons } }];
  });
}

/** The corners of all countries: a map fitted to them is as large as one fitted to the shapes, and much sooner measured. */
export function cornersOf(countries: Country[]): { type: 'MultiPoint'; coordinates: Position[] } {
  return { type: 'MultiPoint', coordinates: countries.flatMap((country) => outlines(country.geometry).flat()) };
}
