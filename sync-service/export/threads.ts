/** Does tasks in so many threads. Threads end with their tasks, and give their memory back. */
import { Worker } from 'node:worker_threads';
import { perform, type Outcome, type Task, type TaskWatching } from './tasks.ts';
import type { FromThread } from './thread.ts';

/** Rows die young. With the usual room for them the garbage of a thread is several times what it holds. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

/**
 * @param threads in which they are done, in order, each by the next that is free; with 1 all in this one
 * @returns the outcomes in the order of the tasks
 * @throws what a task throws; the others are ended then
 */
export async function performAll(tasks: readonly Task[], threads: number, watching: TaskWatching): Promise<Outcome[]> {
  if (threads <= 1) return tasks.map((task) => perform(task, watching));
  const outcomes: Outcome[] = [];
  const waiting = tasks.map((task, index) => ({ task, index }));
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () => new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits }),
  );
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          outcomes[next.index] = await outcomeOf(worker, next.task, watching);
        }
      }),
    );
    return outcomes;
  } finally {
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
}

async function outcomeOf(worker: Worker, task: Task, watching: TaskWatching): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromThread): void => {
      switch (message.kind) {
        case 'misread':
          watching.misread(message.problem);
          return;
        case 'doubtful':
          watching.doubtful(message.path, message.problem);
          return;
        case 'progress':
          watching.progress(message.bytes);
          return;
        case 'judged':
          watching.judged(message.findings);
          return;
        case 'done':
          worker.off('message', listen);
          worker.off('error', reject);
          resolve(message.outcome);
      }
    };
    worker.on('message', listen);
    worker.once('error', reject);
    worker.postMessage(task);
  });
}
