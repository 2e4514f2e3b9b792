/** A thread that does tasks as they come. */
import { parentPort } from 'node:worker_threads';
import { perform, type Outcome, type Task } from './tasks.ts';

export type FromThread =
  | { kind: 'done'; outcome: Outcome }
  | { kind: 'misread'; problem: string }
  | { kind: 'progress'; bytes: number }
  | { kind: 'judged' };

parentPort?.on('message', (task: Task) => {
  const send = (message: FromThread) => parentPort?.postMessage(message);
  const outcome = perform(task, {
    misread: (problem) => send({ kind: 'misread', problem }),
    progress: (bytes) => send({ kind: 'progress', bytes }),
    judged: () => send({ kind: 'judged' }),
  });
  send({ kind: 'done', outcome });
});
