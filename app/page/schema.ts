// What an accord file may hold, as `selat schema` prints it: the one source of every form.

export type OptionKind = 'text' | 'date' | 'number' | 'year' | 'region' | 'regions' | 'product' | 'products' | 'choice' | 'years' |
  'map' | 'map by region' | 'list';

export interface Option {
  key: string;
  kind: OptionKind;
  unit: string | null;
  /** As it would be written, or a reference: "first year", "last year", "from". */
  default: string | null;
  /** In the unit in which the value is written. */
  low: number | null;
  high: number | null;
  required: boolean;
  /** Of a choice: separated by |. Of a map or list: the section with its keys. */
  choices: string | null;
  help: string;
  source: string | null;
}

export interface Section {
  section: string;
  help: string;
  measure: boolean;
  modelled: boolean;
  options: Option[];
}

export interface Schema {
  sections: Section[];
}

export function sectionOf(schema: Schema, name: string): Section {
  const found = schema.sections.find((one) => one.section === name);
  if (found === undefined) throw new Error(`schema: no section ${name}`);
  return found;
}

export function measureKinds(schema: Schema): Section[] {
  return schema.sections.filter((one) => one.measure && one.modelled);
}

/** "financed_by" as the heading of a field: "Financed by". */
export function keyTitle(key: string): string {
  return key.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());
}

/** A number as typed, with the unit that the file wants behind it; what already has a unit, or is no number, stays as it is. */
export function withUnit(typed: string, unit: string | null): string {
  const plain = typed.trim();
  if (unit === null || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return plain;
  return unit === '%' ? `${plain}%` : `${plain} ${unit}`;
}

/** The other way round: "920 MUSD" where the unit stands beside the field. */
export function withoutUnit(written: string, unit: string | null): string {
  const plain = written.trim();
  return unit !== null && plain.endsWith(unit) ? plain.slice(0, -unit.length).trim() : plain;
}
