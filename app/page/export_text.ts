// Numbers as CSV: RFC 4180, a byte order mark so that spreadsheets read it as UTF-8, numbers in full.

/** A small table behind a picture. */
export interface Sheet {
  columns: string[];
  rows: (string | number | null | undefined)[][];
}

const MARK = '\ufeff';
const NEW_LINE = '\r\n';

/** Text that a spreadsheet would run as a formula is kept text by a leading apostrophe. */
function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvText({ columns, rows }: Sheet): string {
  return MARK + [columns, ...rows].map((row) => row.map(field).join(',') + NEW_LINE).join('');
}

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** Every number and word of the results, one a line: where it stands, and what it is. */
export function everything(results: object, columns: string[]): Sheet {
  const rows: Sheet['rows'] = [];
  const names = (value: Value): string => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return '';
    return Object.values(value).filter((one) => typeof one === 'string').slice(0, 3).join(' / ');
  };
  const walk = (list: string, row: string, key: string, value: Value): void => {
    if (value === null || typeof value !== 'object') {
      rows.push([list, row, key, typeof value === 'boolean' ? String(value) : value]);
    } else if (Array.isArray(value)) {
      value.forEach((one, k) => walk(list, row, key === '' ? `${k}` : `${key}.${k}`, one));
    } else {
      for (const [name, one] of Object.entries(value)) walk(list, row, key === '' ? name : `${key}.${name}`, one);
    }
  };
  for (const [list, value] of Object.entries(results as Record<string, Value>)) {
    if (Array.isArray(value)) value.forEach((one, k) => walk(list, names(one) || `${k}`, '', one));
    else walk(list, '', '', value);
  }
  return { columns, rows };
}
