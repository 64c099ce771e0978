// What the engine needs: its code and its data, as they stand in the page.

export interface EngineData {
  code(): Promise<Uint8Array>;
  pack(): Promise<Uint8Array>;
}

/** Null in a page that was written without the engine. */
export function engineData(): EngineData | null {
  return null;
}
