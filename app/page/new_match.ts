// Finding a region or product by what is typed.

export interface Choice {
  code: string;
  name: string;
  /** Another name by which it is found. */
  also?: string;
  /** Shown behind the name. */
  aside?: string;
}

/** Without case and accents. */
export const plain = (words: string) => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Choices that fit what is typed: first those whose code or name begins so, then those with it inside. */
export function matching(choices: Choice[], typed: string): Choice[] {
  const wanted = plain(typed.trim());
  if (wanted === '') return choices;
  const rank = ({ code, name, also = '' }: Choice) => {
    const [short, long, other] = [plain(code), plain(name), plain(also)];
    if (short === wanted || long === wanted) return 0;
    if (short.startsWith(wanted) || long.startsWith(wanted)) return 1;
    return [short, long, other].some((word) => word.includes(wanted)) ? 2 : 3;
  };
  return choices.map((choice) => ({ choice, at: rank(choice) })).filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at).map(({ choice }) => choice);
}
