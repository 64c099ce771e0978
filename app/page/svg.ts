// Parts of drawings: scales, axes and lines of text, as trees whose attributes are updated in place.
import type { Frame } from './chart.ts';
import { shape, type Attributes, type Content, type Tree } from './tree.ts';

const GRID = 'var(--grid)';

export type Scale = (value: number) => number;

export function linear([low, high]: [number, number], [from, to]: [number, number]): Scale {
  const size = high === low ? 1 : high - low;
  return (value) => from + (to - from) * (value - low) / size;
}

export function logarithmic([low, high]: [number, number], range: [number, number]): Scale {
  const even = linear([Math.log(low), Math.log(high)], range);
  return (value) => even(Math.log(value));
}

/** A pixel in a hundred is all a screen shows. */
export function px(value: number): number {
  return Math.round(100 * value) / 100;
}

export function drawing(frame: Frame, height: number, ...children: Content[]): Tree {
  return shape('svg', { width: frame.width, height: px(height), viewBox: `0 0 ${frame.width} ${px(height)}`, 'font-family': 'inherit',
    'font-size': `${frame.font}px`, fill: 'currentColor', overflow: 'visible' }, ...children);
}

export interface Place {
  x: number;
  y: number;
  anchor?: 'start' | 'middle' | 'end';
  /** Which part of the lines stands at y; default their middle. */
  at?: 'top' | 'middle' | 'bottom';
  /** In letters' size; default 1.1. */
  leading?: number;
}

/** One text of a line or more. */
export function words(lines: string[], frame: Frame, { x, y, anchor = 'start', at = 'middle', leading = 1.1 }: Place, attributes: Attributes = {}): Tree {
  const first = at === 'middle' ? 0.32 - 0.5 * leading * (lines.length - 1) : at === 'top' ? 0.8 : -leading * (lines.length - 1);
  const place = (k: number) => px(y + frame.font * (first + k * leading));
  if (lines.length === 1) return shape('text', { x: px(x), y: place(0), 'text-anchor': anchor, ...attributes }, lines[0] ?? '');
  return shape('text', { 'text-anchor': anchor, ...attributes },
    ...lines.map((line, k) => shape('tspan', { x: px(x), y: place(k) }, line)));
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): Tree {
  return shape('line', { x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2), ...attributes });
}

export function group(name: string, label: string | null, ...children: Content[]): Tree {
  return shape('g', { class: name, 'data-mark': label }, ...children);
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Lines upright at the ticks with their numbers below, and what they measure. */
export function axisBelow(ticks: number[], scale: Scale, box: Box, label: string, show: (tick: number) => string, frame: Frame): Tree {
  return group('axis', null,
    shape('g', { stroke: GRID }, ...ticks.map((tick) => line(scale(tick), box.top, scale(tick), box.bottom, {}))),
    shape('g', {}, ...ticks.map((tick) => words([show(tick)], frame, { x: scale(tick), y: box.bottom + 0.95 * frame.font, anchor: 'middle' }))),
    words([label], frame, { x: (box.left + box.right) / 2, y: box.bottom + 2.6 * frame.font, anchor: 'middle' }));
}

/** Lines across at the ticks with their numbers on the left, and above them what they measure. */
export function axisLeft(ticks: number[], scale: Scale, box: Box, label: string, show: (tick: number) => string, frame: Frame): Tree {
  return group('axis', null,
    shape('g', { stroke: GRID }, ...ticks.map((tick) => line(box.left, scale(tick), box.right, scale(tick), {}))),
    shape('g', {}, ...ticks.map((tick) => words([show(tick)], frame, { x: box.left - 5, y: scale(tick), anchor: 'end' }))),
    words([label], frame, { x: 2, y: 0.25 * frame.font, at: 'top' }));
}

/** Years below a drawing, as many as stand beside each other. */
export function yearsBelow(years: number[], scale: Scale, box: Box, frame: Frame): Tree {
  const every = Math.max(1, Math.ceil(years.length * 4.6 * frame.font / Math.max(1, box.right - box.left)));
  return group('axis', null, ...years.filter((_, k) => k % every === 0)
    .map((year) => words([String(year)], frame, { x: scale(year), y: box.bottom + 1.1 * frame.font, anchor: 'middle' })));
}

/** Years in order along a drawing; `padding` in steps at either end. */
export function yearScale(years: number[], [from, to]: [number, number], padding: number): { at: Scale; step: number } {
  const gaps = years.length - 1 + 2 * padding, step = (to - from) / Math.max(gaps, 1e-9);
  return { step, at: (year) => (years.length === 1 ? (from + to) / 2 : from + step * (padding + years.indexOf(year))) };
}

export function path(points: [number, number][], attributes: Attributes): Tree {
  return shape('path', { d: points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${px(x)},${px(y)}`).join(''), fill: 'none', ...attributes });
}
