/** A thread that does tasks as they come. */
import { parentPort } from 'node:worker_threads';
import type { SentFinding } from './judge.ts';
import { perform, type Outcome, type Task } from './tasks.ts';

export type FromThread =
  | { kind: 'done'; outcome: Outcome }
  | { kind: 'misread'; problem: string }
  | { kind: 'doubtful'; path: string; problem: string }
  | { kind: 'progress'; bytes: number }
  | { kind: 'judged'; findings: SentFinding[] };

parentPort?.on('message', (task: Task) => {
  const send = (message: FromThread) => parentPort?.postMessage(message);
  const outcome = perform(task, {
    misread: (problem) => send({ kind: 'misread', problem }),
    doubtful: (path, problem) => send({ kind: 'doubtful', path, problem }),
    progress: (bytes) => send({ kind: 'progress', bytes }),
    judged: (findings) => send({ kind: 'judged', findings }),
  });
  send({ kind: 'done', outcome });
});
