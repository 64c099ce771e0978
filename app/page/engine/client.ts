// The engine as the page sees it: promises over the worker. The newest solve wins; slow parts give way to it.
import type { Answer, Ask, Opened, Request, SlowAnswer, Solved } from './protocol.ts';

/** The script of the worker, put here by the bundler. */
declare const SELAT_WORKER: string;

type Wanted = Answer extends infer One ? (One extends { ok: true } ? One : never) : never;

interface Waiting {
  resolve(answer: Wanted): void;
  reject(error: Error): void;
}

/** A solve that a newer one replaced before it began. */
export class Superseded extends Error {}

export class Engine {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private solving = false;
  private next: { accord: string; year: number; pairs: string[]; resolve(solved: Solved): void; reject(error: Error): void } | null = null;
  private slowId = 0;
  private onSlow: (answer: SlowAnswer, last: boolean) => void = () => undefined;

  constructor(script: string = SELAT_WORKER) {
    const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    this.worker = new Worker(address);
    URL.revokeObjectURL(address);
    this.worker.onmessage = (event: MessageEvent<Answer>) => this.take(event.data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.fail(new Error(event.message || 'the engine stopped'));
    };
  }

  async open(engine: Uint8Array, pack: Uint8Array): Promise<Opened> {
    const [code, data] = [whole(engine), whole(pack)];
    const answer = await this.ask({ kind: 'open', engine: code, pack: data }, [code, data]);
    if (!('opened' in answer)) throw new Error('the engine did not open');
    return answer.opened;
  }

  /** Rejects with Superseded where a newer call came before this one began. */
  solve(accord: string, year: number, pairs: string[]): Promise<Solved> {
    return new Promise((resolve, reject) => {
      this.next?.reject(new Superseded('replaced by a newer solve'));
      this.next = { accord, year, pairs, resolve, reject };
      if (!this.solving) void this.solveNext();
    });
  }

  /** Asks for parts of the slow tier about the last solve; what was asked before is dropped. */
  slow(parts: string[], take: (answer: SlowAnswer, last: boolean) => void): void {
    this.onSlow = take;
    this.slowId = this.count + 1;
    this.ask({ kind: 'slow', parts }).catch((error: unknown) => take({ part: '', numbers: new Map(), milliseconds: 0,
      failed: error instanceof Error ? error.message : String(error), dropped: false }, true));
  }

  async yaml(accord: string): Promise<string> {
    const answer = await this.ask({ kind: 'yaml', accord });
    return 'yaml' in answer ? answer.yaml : '';
  }

  private async solveNext(): Promise<void> {
    this.solving = true;
    while (this.next !== null) {
      const { accord, year, pairs, resolve, reject } = this.next;
      this.next = null;
      this.slowId = 0;
      try {
        const answer = await this.ask({ kind: 'solve', accord, year, pairs });
        if ('solved' in answer) resolve(answer.solved);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.solving = false;
  }

  private ask(request: Ask, moved: Transferable[] = []): Promise<Wanted> {
    const id = this.count += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...request, id } satisfies Request, moved);
    });
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    if (!answer.ok) {
      waiting?.reject(new Error(answer.message));
    } else if ('slow' in answer) {
      if (answer.id === this.slowId && !answer.slow.dropped) this.onSlow(answer.slow, answer.last);
      if (!answer.last) return;
      waiting?.resolve(answer);
    } else {
      waiting?.resolve(answer);
    }
    this.waiting.delete(answer.id);
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** The bytes in a buffer of their own, to be handed over. */
function whole(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && byteOffset === 0 && buffer.byteLength === byteLength ? buffer : bytes.slice().buffer as ArrayBuffer;
}
