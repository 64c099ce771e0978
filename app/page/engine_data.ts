// What the engine needs: its code and its data, as they stand in the page.
import { hasBlob, readBlob } from './blob.ts';

export interface EngineData {
  code(): Promise<Uint8Array>;
  pack(): Promise<Uint8Array>;
}

/** Null in a page that was written without the engine. */
export function engineData(): EngineData | null {
  if (!hasBlob('engine') || !hasBlob('pack')) return null;
  return { code: () => readBlob('engine'), pack: () => readBlob('pack') };
}
