// Settings as the part of a link behind "#": s1.CHECK&y=2030&r=MYS&2.tariff.cut=55%25&5=off. The check names the accord, so that a
// link made from another file, or from an older version of it, is not taken for one of this.
import { mayEdit, OFF, type Settings } from './store.ts';
import { treeText, type Tree } from './engine/tree.ts';

const VERSION = 's1';
const LONGEST = 8000, MOST_EDITS = 400;

/** A short name of the accord's text: FNV-1a, 32 bits. */
export function checkOf(file: Tree): string {
  let hash = 0x811c9dc5;
  for (const letter of treeText(file)) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

const encode = (word: string): string => encodeURIComponent(word).replace(/%20/g, '+');
const decode = (word: string): string => decodeURIComponent(word.replace(/\+/g, '%20'));

/** "" where everything is as the file has it and nothing else is shown. */
export function toFragment(settings: Settings, start: Settings, file: Tree): string {
  const parts: string[] = [];
  if (settings.year !== start.year) parts.push(`y=${settings.year}`);
  if (settings.region !== start.region) parts.push(`r=${encode(settings.region)}`);
  for (const [path, value] of settings.edits) parts.push(`${path.replace(/^measures\./, '')}=${encode(value)}`);
  return parts.length === 0 ? '' : `#${VERSION}.${checkOf(file)}&${parts.join('&')}`;
}

export type Problem = 'unreadable' | 'version' | 'accord' | 'part';

export interface Linked {
  settings: Settings;
  /** What of the link could not be used. */
  problem: Problem | null;
}

/** Settings of a link; null: the fragment is none of ours (empty, or a section's name). */
export function fromFragment(fragment: string, start: Settings, file: Tree, years: number[], regions: string[]): Linked | null {
  const text = fragment.replace(/^#/, '');
  if (text === '' || /^[a-z][a-z-]{0,60}$/.test(text)) return null;
  const broken = (problem: Problem): Linked => ({ settings: start, problem });
  if (text.length > LONGEST) return broken('unreadable');
  const [head = '', ...parts] = text.split('&'), [version, check] = head.split('.');
  if (!/^s\d+$/.test(version ?? '')) return broken('unreadable');
  if (version !== VERSION) return broken('version');
  if (check !== checkOf(file)) return broken('accord');
  const settings = { ...start, edits: new Map<string, string>() };
  let problem: Problem | null = parts.length > MOST_EDITS ? 'part' : null;
  for (const part of parts.slice(0, MOST_EDITS)) if (!take(part, settings, file, years, regions)) problem = 'part';
  return { settings, problem };
}

function take(part: string, settings: { edits: Map<string, string>; year: number; region: string }, file: Tree, years: number[],
  regions: string[]): boolean {
  const split = part.indexOf('=');
  let name: string, value: string;
  try {
    [name, value] = [decode(part.slice(0, split)), decode(part.slice(split + 1))];
  } catch {
    return false;
  }
  if (split < 1) return false;
  if (name === 'y' && years.includes(Number(value))) settings.year = Number(value);
  else if (name === 'r' && regions.includes(value)) settings.region = value;
  else if (mayEdit(file, `measures.${name}`, value) && (value === OFF || !/[\p{C}]/u.test(value))) settings.edits.set(`measures.${name}`, value);
  else return false;
  return true;
}
