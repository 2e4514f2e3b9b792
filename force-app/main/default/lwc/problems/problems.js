/** What a user may not see does not exist for him in the GraphQL schema, so asking for it is no valid query. */
export function isHidden({ extensions }) {
  return extensions?.ErrorType === 'ValidationError';
}

/**
 * What the org says to a refused save, field errors and rules included.
 * @returns {string | undefined} nothing where the org did not say anything, as when it was not reached
 */
export function messageOf(error) {
  const fieldErrors = Object.values(error?.body?.output?.fieldErrors ?? {}).flat();
  const messages = [...(error?.body?.output?.errors ?? []), ...fieldErrors].map(({ message }) => message);
  return messages.length > 0 ? messages.join(' ') : error?.body?.message;
}
