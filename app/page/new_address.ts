// What was entered, in the fragment of the page's address: a reload or a copied link brings it back.
import type { Values, Value } from './new_draft.ts';

const PREFIX = '#accord=';
const LONGEST = 60000; // longer addresses are cut by some browsers and mail programs

function isValue(found: unknown): found is Value {
  if (typeof found === 'string') return true;
  if (Array.isArray(found)) return found.every(isValue);
  return typeof found === 'object' && found !== null && Object.values(found).every(isValue);
}

/** The file's map in a fragment; null: too long for an address. */
export function toFragment(file: Values): string | null {
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  const packed = btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return packed.length > LONGEST ? null : PREFIX + packed;
}

/** The map that a fragment holds; null: none, or not one of ours. */
export function fromFragment(fragment: string): Values | null {
  if (!fragment.startsWith(PREFIX)) return null;
  try {
    const letters = atob(fragment.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
    const found: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(letters, (one) => one.charCodeAt(0))));
    return isValue(found) && typeof found === 'object' && !Array.isArray(found) ? found : null;
  } catch {
    return null;
  }
}
