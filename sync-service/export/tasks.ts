/** The pieces of an audit that can be done side by side, in this thread or in one of their own. */
import { openExport, type Watching } from './files.ts';
import type { Reading } from './group-facts.ts';
import { judgeParcels, type Judged, type Parcels, type SentFinding } from './judge.ts';
import { findClaimed, type ClaimedBy } from './kinship.ts';
import type { Mapping } from './mapping.ts';
import type { Share } from './survey.ts';
import { sortHeads, type Groups, type HeadTable, type SortedHeads } from './sort-heads.ts';
import { sortTable, type Sorted, type SortedTable, type Sorting } from './sort.ts';
import type { TableName } from './tables.ts';

export interface Export {
  folder: string;
  mapping: Mapping;
  /** Tables whose rows that can't be read were told already. */
  told: readonly TableName[];
}

export type Task =
  | {
      kind: 'find claimed';
      from: Export;
      statuses: Readonly<Record<string, string>>;
      share: Share;
    }
  | {
      kind: 'sort heads';
      from: Export;
      tables: readonly HeadTable[];
      groups: Groups;
      folder: string;
      part: number;
    }
  | { kind: 'sort'; from: Export; table: SortedTable; sorting: Sorting; part: number }
  | { kind: 'judge'; parcels: Parcels; reading: Reading };

export type Outcome =
  | { kind: 'find claimed'; alike: ClaimedBy[] }
  | { kind: 'sort heads'; sorted: SortedHeads }
  | { kind: 'sort'; table: SortedTable; sorted: Sorted }
  | ({ kind: 'judge' } & Judged);

export interface TaskWatching extends Watching {
  /** A parcel more is judged, and this was found in it. */
  judged(findings: SentFinding[]): void;
}

export function perform(task: Task, watching: TaskWatching): Outcome {
  switch (task.kind) {
    case 'find claimed': {
      const { from, statuses, share } = task;
      const files = openExport(from.folder, from.mapping, watching, from.told);
      return { kind: task.kind, alike: findClaimed(files, statuses, share) };
    }
    case 'sort heads': {
      const { from, tables, part } = task;
      const files = openExport(from.folder, from.mapping, watching, from.told);
      return { kind: task.kind, sorted: sortHeads(files, tables, task, part) };
    }
    case 'sort': {
      const { from, table, sorting, part } = task;
      const files = openExport(from.folder, from.mapping, watching, from.told);
      return { kind: task.kind, table, sorted: sortTable(files, table, sorting, part) };
    }
    case 'judge':
      return { kind: task.kind, ...judgeParcels(task.parcels, task.reading, (found) => watching.judged(found)) };
  }
}
