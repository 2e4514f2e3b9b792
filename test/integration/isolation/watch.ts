/** A session whose every answer is looked through for what its user may not learn. */
import { endpointOf, type Endpoint } from '../../local-org/rest/endpoints.ts';
import type { LocalOrg } from '../../local-org/index.ts';

export interface Reply {
  status: number;
  text: string;
  body: ReturnType<typeof JSON.parse>;
}

export interface Asked {
  headers?: Record<string, string>;
  /** What he had told before, and may be told again. */
  knows?: string;
}

export interface Leak {
  asked: string;
  told: string;
}

export interface Watch {
  ask(method: string, path: string, body?: unknown, more?: Asked): Promise<Reply>;
  /** Looks through what came another way. */
  look(asked: string, text: string): void;
  leaks: Leak[];
  /** Endpoints asked so far. */
  asked: Set<Endpoint>;
  /** Answers looked through so far. */
  looks(): number;
}

const idsIn = (text: string): string[] => text.match(/[A-Za-z0-9]{15,18}/g)?.map((id) => id.slice(0, 15)) ?? [];

/**
 * @param forbidden ids that must stand in no answer, unless the question named them
 * @param marks words that must stand in no answer, in whatever spelling
 */
export function watch(org: LocalOrg, userId: string, forbidden: Iterable<string>, marks: readonly string[]): Watch {
  const token = org.sessions.open(userId);
  const ids = new Set([...forbidden].map((id) => id.slice(0, 15)));
  const words = marks.map((mark) => mark.toLowerCase());
  const leaks: Leak[] = [];
  const asked = new Set<Endpoint>();
  let looks = 0;
  function look(question: string, text: string): void {
    looks++;
    const named = new Set(idsIn(question));
    const told = idsIn(text).find((id) => ids.has(id) && !named.has(id));
    const [low, questionLow] = [text.toLowerCase(), question.toLowerCase()];
    const word = words.find((each) => low.includes(each) && !questionLow.includes(each));
    if (told ?? word) leaks.push({ asked: question.slice(0, 400), told: told ?? word! });
  }
  return {
    leaks,
    asked,
    look,
    looks: () => looks,
    async ask(method, path, body, { headers = {}, knows = '' } = {}) {
      const data = path.startsWith('/services') || path.startsWith('/id');
      const url = data ? org.url + path : `${org.url}/services/data/v65.0${path}`;
      const endpoint = endpointOf(
        method,
        new URL(url).pathname
          .split('/')
          .slice(4)
          .filter((part) => part !== '')
          .map(decodeURIComponent),
      );
      if (!data && endpoint !== null) asked.add(endpoint);
      const init: RequestInit = {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      };
      if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(url, init);
      const text = await response.text();
      if (response.status >= 500 && response.status !== 501) throw new Error(`${method} ${path}: ${text}`);
      look(
        `${method} ${decodeURIComponent(path)} ${String(init.body ?? '')} ${knows}`,
        `${text} ${JSON.stringify([...response.headers])}`,
      );
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return { status: response.status, text, body: isJson && text !== '' ? JSON.parse(text) : undefined };
    },
  };
}
