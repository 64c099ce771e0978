// Numbers with their unit, as an accord file writes them: "60%", "+10 MUSD", "20 ktH2/yr", "5 USD/kg".
export interface Quantity {
  value: number;
  unit: string;
  /** "%" stands right behind the number, other units after a blank. */
  gap: string;
  /** A plus stands before what is above zero. */
  plus: boolean;
}

export function readQuantity(word: string): Quantity | null {
  const found = /^\s*([+-]?)(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)(\s*)(.*?)\s*$/.exec(word);
  if (found === null) return null;
  const [, sign = '', digits = '', gap = '', unit = ''] = found;
  const value = Number(sign + digits);
  return Number.isFinite(value) ? { value, unit, gap: gap === '' ? '' : ' ', plus: sign === '+' } : null;
}

/** The digits of a number without an exponent, as short as they can be: 0.30000000000000004 is 0.3. */
export function digits(value: number): string {
  const short = Number(value.toPrecision(12));
  return /e/.test(String(short)) ? short.toFixed(12).replace(/\.?0+$/, '') : String(short === 0 ? 0 : short);
}

export function writeQuantity(value: number, like: Quantity): string {
  return `${like.plus && value > 0 ? '+' : ''}${digits(value)}${like.gap}${like.unit}`;
}

/** The unit in words of the page: "MUSD" is "million USD". */
export function unitName(unit: string, names: Record<string, string>): string {
  return names[unit] ?? unit;
}
