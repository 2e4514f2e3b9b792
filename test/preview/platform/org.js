/** Calls to the org with the session of the person who looks at the page. */
const { session } = globalThis.preview;

/** Path of an API resource: `/services/data/v65.0/ui-api` for `ui-api`. */
export const resource = (name) => `/services/data/v${session.apiVersion}/${name}`;

/** The parsed answer; null where there is none. Throws what Lightning Data Service does: status and body. */
export async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const content = text === '' ? null : JSON.parse(text);
  if (answer.ok) return content;
  const { status, statusText } = answer;
  if (status === 501) console.error(`preview: ${method} ${path}: ${content[0].message}`);
  throw { status, statusText, ok: false, headers: {}, body: Array.isArray(content) ? content[0] : content };
}
