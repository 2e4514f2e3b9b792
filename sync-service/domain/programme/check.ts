import type { Path } from './problems.ts';
import type { Programme } from './schema.ts';
export interface ProgrammeFinding {
  kind: string;
  severity: 'error' | 'warning';
  path: Path;
  message: string;
}
export function checkProgramme(_: Programme): ProgrammeFinding[] {
  return [];
}
