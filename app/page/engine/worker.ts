// The worker: the C engine and its mailbox. One message at a time; slow parts one piece at a time, dropped when a solve
// comes in between.
import { NativeEngine } from './native.ts';
import type { Answer, Request, SlowRequest } from './protocol.ts';

interface Port {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: Answer, moved: Transferable[]): void;
}
const port = globalThis as unknown as Port;

let engine: NativeEngine | null = null;
let slow: { id: number; parts: string[]; part: string; begun: number } | null = null;
const bell = new MessageChannel();
bell.port1.onmessage = () => slowPiece();

function send(answer: Answer, moved: Transferable[] = []): void {
  port.postMessage(answer, moved);
}

function why(error: unknown): string {
  if (error instanceof WebAssembly.RuntimeError) return `the engine stopped (${error.message}); open the page again`;
  return error instanceof Error ? error.message : String(error);
}

function opened(): NativeEngine {
  if (engine === null) throw new Error('the engine is not open');
  return engine;
}

const nothing = { part: '', numbers: new Map(), milliseconds: 0, failed: null, dropped: true };

function dropSlow(): void {
  if (slow !== null) send({ id: slow.id, ok: true, slow: nothing, last: true });
  slow = null;
}

function beginSlow(id: number, { parts }: SlowRequest): void {
  dropSlow();
  slow = { id, parts: [...parts], part: '', begun: 0 };
  bell.port2.postMessage(null);
}

/** One piece; then the mailbox gets its turn before the next. */
function slowPiece(): void {
  if (slow === null) return;
  const job = slow;
  if (job.part === '') {
    const part = job.parts.shift();
    if (part === undefined) {
      send({ id: job.id, ok: true, slow: { ...nothing, dropped: false }, last: true });
      slow = null;
      return;
    }
    Object.assign(job, { part, begun: performance.now() });
  }
  let failed: string | null = null, left = 0;
  try {
    left = opened().step(job.part);
  } catch (error) {
    failed = why(error);
  }
  if (left === 0) {
    const last = job.parts.length === 0;
    const numbers = failed === null ? opened().slowNumbers(job.part) : new Map();
    send({ id: job.id, ok: true, slow: { part: job.part, numbers, milliseconds: performance.now() - job.begun, failed, dropped: false }, last });
    job.part = '';
    if (last) {
      slow = null;
      return;
    }
  }
  bell.port2.postMessage(null);
}

async function answer(request: Request): Promise<void> {
  const { id } = request;
  if (request.kind === 'open') {
    const begun = performance.now();
    engine = await NativeEngine.open(request.engine, request.pack);
    send({ id, ok: true, opened: engine.describe(performance.now() - begun) });
  } else if (request.kind === 'solve') {
    dropSlow();
    const { solved, moved } = opened().solve(request.accord, request.year, request.pairs);
    send({ id, ok: true, solved }, moved);
  } else if (request.kind === 'yaml') {
    send({ id, ok: true, yaml: opened().yaml(request.accord) });
  } else {
    beginSlow(id, request);
  }
}

port.onmessage = (event: MessageEvent<Request>) => {
  answer(event.data).catch((error: unknown) => send({ id: event.data.id, ok: false, message: why(error) }));
};
