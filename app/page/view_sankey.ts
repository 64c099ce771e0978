// Value added across the borders of a region: where what it buys was made, and who buys what it makes.
import { sankey, sankeyLinkHorizontal, type SankeyGraph, type SankeyLink, type SankeyNode } from 'd3-sankey';
import { chart, measure, wrap, REST, type Frame } from './chart.ts';
import { change, difference, growth, level, NOTHING_MUSD, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { section, type Section } from './section.ts';
import { drawing, group, line, px, words as lines } from './svg.ts';
import { text } from './text.ts';
import { viewsText } from './text_views.ts';
import { element, folded, listening, shape, table, type Content, type Tree } from './tree.ts';
import type { ValueAddedFlow } from './types_views.ts';

const words = viewsText.sankey;
const MOST_PARTNERS = 8;
const MOST_FIGURES = 3;
const NARROW = 560; // pixels: below, the region's name stands above everything, so that it meets no partner's
const ALL_OTHERS = '';
type Mode = 'before' | 'after' | 'change';

/** Value added that the region buys from a partner and sells to it, million USD. */
interface Partner {
  code: string;
  imports: { before: number; after: number };
  exports: { before: number; after: number };
}

function partnersOf(flows: ValueAddedFlow[], region: string): Partner[] {
  const all = new Map<string, Partner>();
  const at = (code: string) => {
    const found = all.get(code) ?? { code, imports: { before: 0, after: 0 }, exports: { before: 0, after: 0 } };
    all.set(code, found);
    return found;
  };
  for (const { source, consumer, before_musd, after_musd } of flows) {
    if (source === consumer) continue;
    if (consumer === region) at(source).imports = { before: before_musd ?? 0, after: after_musd ?? 0 };
    if (source === region) at(consumer).exports = { before: before_musd ?? 0, after: after_musd ?? 0 };
  }
  return [...all.values()];
}

/** The other parties, the largest partners, and everybody else as one. */
function largest(model: Model, partners: Partner[]): Partner[] {
  const size = (one: Partner) => one.imports.before + one.exports.before;
  const sorted = [...partners].sort((a, b) => size(b) - size(a)), party = (one: Partner) => model.parties.includes(one.code);
  const chosen = new Set([...sorted.filter(party).slice(0, MOST_PARTNERS - 2), ...sorted.filter((one) => one.code !== 'ROW' && !party(one))].slice(0, MOST_PARTNERS));
  const rest: Partner = { code: ALL_OTHERS, imports: { before: 0, after: 0 }, exports: { before: 0, after: 0 } };
  for (const one of partners.filter((partner) => !chosen.has(partner))) {
    for (const way of ['imports', 'exports'] as const) for (const side of ['before', 'after'] as const) rest[way][side] += one[way][side];
  }
  return [...sorted.filter((one) => chosen.has(one) && party(one)), ...sorted.filter((one) => chosen.has(one) && !party(one)), ...(partners.length > chosen.size ? [rest] : [])];
}

function total(partners: Partner[]): Partner {
  return partners.reduce((sum, one) => ({ code: '', imports: { before: sum.imports.before + one.imports.before, after: sum.imports.after + one.imports.after },
    exports: { before: sum.exports.before + one.exports.before, after: sum.exports.after + one.exports.after } }),
  { code: '', imports: { before: 0, after: 0 }, exports: { before: 0, after: 0 } });
}

function nameOf(model: Model, code: string): string {
  return code === ALL_OTHERS ? words.others : model.regionName(code);
}

function sizeOf(sides: Partner['imports'], mode: Mode): number {
  return mode === 'change' ? sides.after - sides.before : sides[mode];
}

function shown(sides: Partner['imports'], mode: Mode): string {
  if (mode === 'before') return level(sides.before);
  if (mode === 'change') return change(sides.after - sides.before);
  return words.pair(level(sides.after), percentChange(growth(sides.before, sides.after), 2));
}

/** The size of a flow in the model of a picture: never nothing, so that its place stays. */
interface Node { key: string; lines: string[]; side: 'left' | 'middle' | 'right' }
interface Link { key: string; colour: string; title: string }
type Graph = SankeyGraph<Node, Link>;

function colourOf(model: Model, code: string, moved: number, mode: Mode): string {
  if (mode === 'change') return moved < 0 ? 'var(--loss)' : 'var(--gain)';
  return model.parties.includes(code) ? 'var(--series-1)' : REST;
}

/** Room above the bands. */
function headOf(frame: Frame): number {
  return (frame.width < NARROW ? 3 : 1.6) * frame.font;
}

function layout(model: Model, region: string, partners: Partner[], mode: Mode, frame: Frame, height: number): Graph {
  const nodes: (Node & { fixedValue?: number })[] = [{ key: 'region', side: 'middle', lines: [model.regionName(region)] }];
  const links: (Link & { source: number; target: number; value: number })[] = [];
  const smallest = 1e-9 * partners.reduce((sum, one) => sum + one.imports.after + one.exports.after, 1);
  for (const way of ['imports', 'exports'] as const) {
    for (const one of partners) {
      const value = sizeOf(one[way], mode), name = nameOf(model, one.code), amount = shown(one[way], mode);
      nodes.push({ key: `${way} ${one.code}`, side: way === 'imports' ? 'left' : 'right', lines: [name, amount] });
      const at = nodes.length - 1, ends = way === 'imports' ? { source: at, target: 0 } : { source: 0, target: at };
      const [from, to] = way === 'imports' ? [name, model.regionName(region)] : [model.regionName(region), name];
      links.push({ key: `${way} ${one.code}`, ...ends, value: Math.max(Math.abs(value), smallest), colour: colourOf(model, one.code, value, mode),
        title: words.flow(from, to, amount) });
    }
  }
  return sankey<Node, Link>().nodeWidth(Math.round(0.9 * frame.font)).nodePadding(2.5 * frame.font).nodeSort(() => 0).linkSort(() => 0)
    .extent([[1, headOf(frame)], [frame.width - 1, height - 0.4 * frame.font]])({ nodes, links } as unknown as Graph);
}

/** Bands that share a column do not cover each other's names: each partner has at least two lines of room. */
function label(node: SankeyNode<Node, Link>, frame: Frame, room: number): Tree {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, side } = node;
  const place = side === 'right' ? { x: x0 - 6, anchor: 'end' as const } : side === 'left' ? { x: x1 + 6, anchor: 'start' as const }
    : { x: (x0 + x1) / 2, anchor: 'middle' as const };
  const [name = '', amount = ''] = node.lines, short = wrap(name, room, { ...frame, weight: 600 })[0] ?? '';
  const halo = { stroke: 'var(--paper)', 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
  if (side === 'middle') {
    const top = frame.width < NARROW ? 1.2 * frame.font : y0 - 0.5 * frame.font;
    return shape('g', {}, y0 - top > frame.font ? line(place.x, top + 0.3 * frame.font, place.x, y0, { stroke: 'var(--axis)' }) : null,
      lines([short], frame, { ...place, y: top, at: 'bottom' }, { ...halo, 'font-weight': 600 }));
  }
  const middle = (y0 + y1) / 2, inOne = measure(`${short} ${amount}`, frame) <= room;
  return shape('g', {},
    ...(inOne ? [lines([`${short} ${amount}`], frame, { ...place, y: middle }, halo)]
      : [lines([short], frame, { ...place, y: middle - 0.58 * frame.font }, { ...halo, 'font-weight': 600 }),
        lines([amount], frame, { ...place, y: middle + 0.58 * frame.font }, halo)]));
}

function draw(model: Model, region: string, partners: Partner[], mode: Mode, frame: Frame): Tree {
  const height = Math.round(0.6 * frame.font + headOf(frame) + partners.length * 3.9 * frame.font);
  const { nodes, links } = layout(model, region, partners, mode, frame, height);
  const path = sankeyLinkHorizontal<Node, Link>(), room = 0.42 * frame.width;
  const band = (link: SankeyLink<Node, Link>): Tree => shape('path', { d: path(link) ?? '', fill: 'none', stroke: link.colour,
    'stroke-width': px(Math.max(0.5, link.width ?? 0)), 'stroke-opacity': link.colour === REST ? 0.4 : 0.65 }, shape('title', {}, link.title));
  const bar = ({ x0 = 0, x1 = 0, y0 = 0, y1 = 0 }: SankeyNode<Node, Link>): Tree => shape('rect', { x: px(x0), y: px(y0), width: px(x1 - x0),
    height: px(Math.max(1, y1 - y0)), fill: 'currentColor' });
  return drawing(frame, height,
    group('bands', null, ...links.map(band)), group('nodes', null, ...nodes.map(bar)),
    group('names', null, ...nodes.map((node) => label(node, frame, room))));
}

function sheet(model: Model, partners: Partner[]) {
  const { columns } = words;
  return { columns: Object.values(columns), rows: partners.map(({ code, imports, exports }) => [model.regionName(code), imports.before, imports.after,
    imports.after - imports.before, exports.before, exports.after, exports.after - exports.before]) };
}

function asTable(model: Model, region: string, partners: Partner[]): Tree {
  const { columns } = words;
  const row = (name: string, { imports, exports }: Partner): Content[] => [name, level(imports.before), level(imports.after), change(difference(imports.before, imports.after)),
    level(exports.before), level(exports.after), change(difference(exports.before, exports.after))];
  return folded(words.fold, table(words.table(model.regionName(region)), Object.values(columns).map((title, k) => ({ title, words: k === 0 })),
    partners.map((one) => row(nameOf(model, one.code), one))));
}

function legendOf(mode: Mode): { label: string; colour: string }[] {
  return mode === 'change' ? [{ label: words.rise, colour: 'var(--gain)' }, { label: words.fall, colour: 'var(--loss)' }]
    : [{ label: words.party, colour: 'var(--series-1)' }, { label: words.other, colour: 'var(--rest)' }];
}

/** The year that the flows belong to. */
function yearOf(model: Model): number {
  return model.results.value_added_year ?? model.results.headline.year;
}

function figure(model: Model, region: string, mode: Mode): Content[] {
  const all = partnersOf(model.results.value_added ?? [], region), partners = largest(model, all), sum = total(all);
  const moved = Math.max(0, ...partners.flatMap((one) => [sizeOf(one.imports, 'change'), sizeOf(one.exports, 'change')]).map(Math.abs));
  const top = (way: 'imports' | 'exports') => [...partners].sort((a, b) => Math.abs(sizeOf(b[way], mode)) - Math.abs(sizeOf(a[way], mode))).slice(0, 4)
    .map((one) => `${nameOf(model, one.code)} ${shown(one[way], mode)}`).join(', ');
  const amount = (sides: Partner['imports']) => words.amount(mode === 'change' ? change(sides.after - sides.before) : level(sides[mode]),
    mode === 'after' ? percentChange(growth(sides.before, sides.after), 2) : '');
  const amounts = [words.imports(amount(sum.imports)), words.exports(amount(sum.exports))];
  return [chart({
    title: words.chart(model.regionName(region), yearOf(model)), kind: 'sankey',
    empty: mode === 'change' && moved < NOTHING_MUSD ? words.none : undefined,
    description: words.describe(top('imports'), top('exports')),
    legend: element('div', {}, element('p', { class: 'note' }, amounts.join('; ')), element('ul', { class: 'legend' }, ...legendOf(mode).map(({ label: name, colour }) =>
      element('li', {}, element('span', { class: 'swatch', style: `background:${colour}` }), name)))),
    draw: (frame) => draw(model, region, partners, mode, frame),
    data: () => sheet(model, all),
  }), asTable(model, region, partners)];
}

function toggle(mode: Mode, choose: (mode: Mode) => void): Tree {
  return element('fieldset', { class: 'choice screen' }, element('legend', {}, words.showing), ...(['before', 'after', 'change'] as const).map((one) =>
    element('label', {}, listening(element('input', { type: 'radio', name: 'sankey-mode', value: one, checked: one === mode ? '' : null }),
      { change: () => choose(one) }), ' ', words.modes[one])));
}

/** None where the results say nothing about value added. */
export function sankeySection(first: Model): Section[] {
  if ((first.results.value_added ?? []).length === 0) return [];
  let mode: Mode = 'after', model = first;
  const made = section(words.id, words.title, first, (now) => {
    model = now;
    const known = (code: string) => (now.results.value_added ?? []).some((flow) => flow.source === code && flow.consumer !== code);
    const regions = [...new Set([...(known(now.view.region) ? [now.view.region] : []), ...now.parties])].slice(0, MOST_FIGURES);
    const stale = now.isStale('value_added');
    return [element('p', {}, words.lead), yearOf(now) === now.year.year ? null : element('p', { class: 'stale-note' }, viewsText.otherYear(yearOf(now))), toggle(mode, (chosen) => {
      mode = chosen;
      made.update(model);
    }), element('div', { class: stale ? 'stale' : null }, stale ? element('p', { class: 'stale-note' }, words.stale) : null,
      ...figure(now, regions[0] ?? '', mode),
      regions.length < 2 ? null : folded(text.view.others(regions.slice(1).map(now.regionName).join(', ')),
        ...regions.slice(1).flatMap((region) => figure(now, region, mode)))), element('p', { class: 'note' }, words.note)];
  });
  return [made];
}
