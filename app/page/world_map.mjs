// The world map of the page: world-atlas 1:50m with fewer points, without Antarctica.
import { readFileSync } from 'node:fs';

const ANTARCTICA = '010';
const TOLERANCE = 0.04; // degrees: a third of a pixel on a map 1,000 pixels wide
const KEEP_WHOLE = 12;  // arcs of few points are small islands and city states: they stay as they are

function decode(arc, transform) {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]];
  });
}

function distanceToLine([x, y], [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay;
  const length = Math.hypot(dx, dy);
  // The ends of a closed arc are equal: then the distance is to that point, so that the ring does not fall together.
  return length === 0 ? Math.hypot(x - ax, y - ay) : Math.abs(dx * (ay - y) - dy * (ax - x)) / length;
}

// Douglas and Peucker (1973), with a stack in place of recursion.
function thin(points, tolerance) {
  if (points.length <= KEEP_WHOLE) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans = [[0, points.length - 1]];
  while (spans.length > 0) {
    const [first, last] = spans.pop();
    let worst = tolerance, at = -1;
    for (let k = first + 1; k < last; k++) {
      const distance = distanceToLine(points[k], points[first], points[last]);
      if (distance > worst) [worst, at] = [distance, k];
    }
    if (at < 0) continue;
    keep[at] = 1;
    spans.push([first, at], [at, last]);
  }
  const kept = points.filter((_, k) => keep[k]);
  return kept.length >= 4 ? kept : points;
}

function encode(points, step) {
  let x = 0, y = 0;
  return points.map(([px, py]) => {
    const qx = Math.round(px / step), qy = Math.round(py / step);
    const pair = [qx - x, qy - y];
    [x, y] = [qx, qy];
    return pair;
  }).filter(([dx, dy], k) => k === 0 || dx !== 0 || dy !== 0);
}

function arcsOf(nested, out) {
  if (Array.isArray(nested)) nested.forEach((item) => arcsOf(item, out));
  else out.add(nested < 0 ? ~nested : nested);
  return out;
}

function renumber(nested, position) {
  if (Array.isArray(nested)) return nested.map((item) => renumber(item, position));
  return nested < 0 ? ~position.get(~nested) : position.get(nested);
}

export function worldMap(path) {
  const atlas = JSON.parse(readFileSync(path, 'utf8'));
  const step = 0.01;
  const all = atlas.objects.countries.geometries;
  const size = (country) => JSON.stringify(country.arcs).length;
  // Some numbers stand for two shapes (a country and rocks of its own): the larger one is the country.
  const isLargest = (country) => all.every((other) => other.id !== country.id || size(other) <= size(country));
  const countries = all.filter((country) => country.id !== ANTARCTICA && (country.id === undefined || isLargest(country)));
  const used = [...arcsOf(countries.map((country) => country.arcs), new Set())].sort((a, b) => a - b);
  const position = new Map(used.map((arc, k) => [arc, k]));
  return {
    type: 'Topology',
    transform: { scale: [step, step], translate: [0, 0] },
    arcs: used.map((arc) => encode(thin(decode(atlas.arcs[arc], atlas.transform), TOLERANCE), step)),
    objects: {
      countries: {
        type: 'GeometryCollection',
        geometries: countries.map(({ type, arcs, id, properties }) =>
          ({ type, id, properties: { name: properties.name }, arcs: renumber(arcs, position) })),
      },
    },
  };
}
