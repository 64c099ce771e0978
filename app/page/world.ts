// The countries of the map that stands in the page.
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

export type Country = Feature<Geometry, { name: string }>;

export function countriesOf(topology: Topology): Country[] {
  const { countries } = topology.objects as { countries: GeometryCollection<{ name: string }> };
  return (feature(topology, countries) as FeatureCollection<Geometry, { name: string }>).features;
}
