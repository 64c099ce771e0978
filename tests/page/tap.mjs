// Checks that print TAP.
let count = 0, failures = 0;

export function check(name, holds, found) {
  count += 1;
  if (!holds) failures += 1;
  process.stdout.write(`${holds ? 'ok' : 'not ok'} ${count} - ${name}\n`);
  if (!holds && found !== undefined) process.stdout.write(`# found ${JSON.stringify(found)}\n`);
}

export const isEqual = (name, found, expected) => check(name, JSON.stringify(found) === JSON.stringify(expected), { found, expected });

/** The plan, and the end of the program. */
export function done() {
  process.stdout.write(`1..${count}\n`);
  process.exit(failures === 0 ? 0 : 1);
}
