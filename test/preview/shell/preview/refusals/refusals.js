/** What the org says when it refuses to save, as its pages show it. */
export function refusal({ body, message }) {
  const { errors = [], fieldErrors = {} } = body?.output ?? {};
  const messages = [...errors, ...Object.values(fieldErrors).flat()].map((each) => each.message);
  return messages.join(' ') || body?.message || message;
}
