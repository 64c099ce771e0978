// Bytes that stand in a report, read from its file as app/page/blob.ts reads them from the page.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The bytes called `name` in the report at `path`, unpacked; null where it holds none. */
export function blobOf(path, name) {
  const page = readFileSync(path, 'latin1'), mark = `id="blob-${name}">`, start = page.indexOf(mark);
  if (start < 0) return null;
  const text = page.slice(start + mark.length, page.indexOf('<', start + mark.length));
  if (text === '') return null;
  return gunzipSync(Buffer.from(text.replace(/=([^])/g, (_, one) => String.fromCharCode(one.charCodeAt(0) - 64)), 'latin1'));
}

export const resultsOf = (path) => JSON.parse(blobOf(path, 'results').toString('utf8'));
