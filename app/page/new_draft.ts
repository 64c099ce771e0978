// The accord that is being built: what stands in the fields, nothing else. Leaves are words as the file has them.
import type { Schema } from './schema.ts';

export type Value = string | Value[] | Values;
export interface Values {
  [key: string]: Value;
}

export interface Item {
  /** Of the page, not of the file: stays when others are removed. */
  id: number;
  /** "tariff", ..., or "stress", "pending". */
  kind: string;
  values: Values;
}

export interface Draft {
  accord: Values;
  baseline: Values;
  measures: Item[];
  stress: Item[];
  pending: Item[];
  uncertainty: Values;
}

/** An accord file read natively, as it stands in the page; null: from nothing. */
export type Start = Values | null;

export interface Group {
  name: string;
  of: 'regions' | 'sectors';
  codes: string[];
}

export interface Blank {
  selat: { version: string; compiler: string };
  /** `named`: what an accord file calls it, a name or a path. */
  table: { name: string; year: number; named: string };
  schema: Schema;
  regions: { code: string; name: string; iso_numeric: number; population: number | null }[];
  sectors: { code: string; name: string; kind: string }[];
  groups: Group[];
  overlays: { name: string; title: string }[];
  /** Name of the file to save under, without its ending. */
  file: string;
  start: Start;
}

let lastId = 0;

export function newItem(kind: string, values: Values = {}): Item {
  lastId += 1;
  return { id: lastId, kind, values };
}

export const isMap = (value: Value | undefined): value is Values => typeof value === 'object' && !Array.isArray(value);

export function words(value: Value | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

export function draftOf(start: Start, table: string): Draft {
  const map = (value: Value | undefined): Values => (isMap(value) ? { ...value } : {});
  const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);
  if (start === null) {
    return { accord: {}, baseline: { table }, measures: [], stress: [], pending: [], uncertainty: {} };
  }
  return {
    accord: map(start['accord']),
    // The table is the page's, whatever the file began with.
    baseline: Object.assign({ table }, map(start['baseline']), { table }),
    measures: list(start['measures']).flatMap((one) => Object.entries(map(one)).slice(0, 1)
      .map(([kind, values]) => newItem(kind, map(values)))),
    stress: list(start['stress']).map((one) => newItem('stress', map(one))),
    pending: list(start['pending']).map((one) => newItem('pending', map(one))),
    uncertainty: map(start['uncertainty']),
  };
}

/** The file's map, with the items that `keeps` lets through; what is empty is left out. */
export function fileOf(draft: Draft, keeps: (item: Item) => boolean = () => true): Values {
  const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
  const file: Values = { accord: filled(draft.accord) };
  const baseline = filled(draft.baseline), uncertainty = filled(draft.uncertainty);
  if (Object.keys(baseline).length > 0) file['baseline'] = baseline;
  const measures = draft.measures.filter(keeps).map((item): Values => ({ [item.kind]: filled(item.values) }));
  if (measures.length > 0) file['measures'] = measures;
  for (const key of ['stress', 'pending'] as const) {
    const items = draft[key].filter(keeps).map((item) => filled(item.values));
    if (items.length > 0) file[key] = items;
  }
  if (Object.keys(uncertainty).length > 0) file['uncertainty'] = uncertainty;
  return file;
}

function isEmpty(value: Value): boolean {
  if (typeof value === 'string') return value === '';
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every(isEmpty);
}

/** Keys that the file must have and that are still empty. */
export function missing(schema: Schema, section: string, values: Values): string[] {
  const found = schema.sections.find((one) => one.section === section);
  return (found?.options ?? []).filter((option) => option.required && isEmpty(values[option.key] ?? ''))
    .map((option) => option.key);
}
