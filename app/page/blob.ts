// Bytes that stand in the page: gzip in a script element, as windows-1252 characters with four of them escaped (src/report/html.h).

/** The byte that each character of windows-1252 stands for. */
function byteOf(): Uint8Array {
  const all = Uint8Array.from({ length: 256 }, (_, k) => k), bytes = new Uint8Array(0x10000);
  for (const [byte, character] of [...new TextDecoder('windows-1252').decode(all)].entries()) bytes[character.charCodeAt(0)] = byte;
  return bytes;
}

function packed(text: string): Uint8Array<ArrayBuffer> {
  const bytes = byteOf(), out = new Uint8Array(text.length), escape = 61;
  let length = 0;
  for (let k = 0; k < text.length; k++) {
    const byte = bytes[text.charCodeAt(k)] as number;
    out[length++] = byte === escape ? (bytes[text.charCodeAt(++k)] as number) - 64 : byte;
  }
  return out.subarray(0, length);
}

/** Whether the page holds bytes of that name. */
export function hasBlob(name: string): boolean {
  return (document.getElementById(`blob-${name}`)?.textContent ?? '') !== '';
}

/** The bytes, unpacked. */
export async function readBlob(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = document.getElementById(`blob-${name}`)?.textContent ?? '';
  if (text === '') throw new Error(`this page holds no ${name}`);
  const stream = new Blob([packed(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** JSON that stands in the page. */
export async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await readBlob(name))) as T;
}
