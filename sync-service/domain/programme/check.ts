/**
 * What makes a programme unpredictable for the partner who reads it: bands with holes, rules nobody reaches, caps that
 * never bind, rules that contradict each other, results that hang on the order, and deals where more earns less.
 */
import { bandFindings } from './check-bands.ts';
import { cliffs } from './check-cliffs.ts';
import { orderFindings } from './check-order.ts';
import { unreachable } from './check-reach.ts';
import { ruleFindings } from './check-rules.ts';
import type { Path } from './problems.ts';
import type { Programme } from './schema.ts';

export interface ProgrammeFinding {
  kind: 'gap' | 'overlap' | 'unreachable' | 'idle cap' | 'contradiction' | 'order' | 'cliff' | 'versions' | 'levels';
  /** An error is wrong whatever was meant; a warning may be meant. */
  severity: 'error' | 'warning';
  /** Where in the file. */
  path: Path;
  message: string;
}

/** Every finding, in the order of the file. The same programme in another order has the same findings. */
export function checkProgramme(programme: Programme): ProgrammeFinding[] {
  const findings = [
    ...ruleFindings(programme),
    ...bandFindings(programme),
    ...unreachable(programme),
    ...orderFindings(programme),
    ...cliffs(programme),
  ];
  return findings.sort((a, b) => comparePaths(a.path, b.path) || (a.message < b.message ? -1 : 1));
}

function comparePaths(a: Path, b: Path): number {
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (typeof part === 'number' && typeof other === 'number') return part - other;
    return String(part) < String(other) ? -1 : 1;
  }
  return a.length - b.length;
}
