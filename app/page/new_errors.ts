// The engine's error line, taken apart: where it belongs in the form, and the words after that place.

export interface Complaint {
  /** "accord", "baseline", "uncertainty", "measures", "stress", "pending"; null: the whole file. */
  section: string | null;
  /** Of a list: the position in what was sent. */
  position: number;
  /** The key below, such as "to" or "rents"; "" where the section as a whole is meant. */
  key: string;
  words: string;
}

const LIST = /^(measures|stress|pending)\[(\d+)\](?:\.(\w+))?(?:\.(\w+))?/;
const MAP = /^(accord|baseline|uncertainty)(?:\.(\w+))?/;

/** "new.yaml:9:13: measures[0].tariff.to: found 12, expected ...": the place, and "found 12, expected ...". */
export function complaintOf(message: string): Complaint {
  const found = /(?:^|: ?)((?:(?:measures|stress|pending)\[\d+\]|accord|baseline|uncertainty)[\w.[\]]*): (.*)$/s.exec(message);
  const path = found?.[1] ?? '', words = (found?.[2] ?? message).replace(/^[^\s:]+\.yaml(:\d+)*: /, '');
  const list = LIST.exec(path);
  if (list !== null) {
    const [, section = '', position = '0', first = '', second = ''] = list;
    return { section, position: Number(position), key: section === 'measures' ? second : first, words };
  }
  const map = MAP.exec(path);
  if (map !== null) return { section: map[1] ?? null, position: 0, key: map[2] ?? '', words };
  return { section: null, position: 0, key: '', words };
}
