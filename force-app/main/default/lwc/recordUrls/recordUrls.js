import { NavigationMixin } from 'lightning/navigation';

/**
 * Addresses of the pages of records, by id.
 * @param component one with the NavigationMixin
 * @param {(string | undefined)[]} ids those that are missing are left out
 */
export async function urlsOf(component, ids) {
  const known = [...new Set(ids.filter(Boolean))];
  const urls = await Promise.all(
    known.map((recordId) =>
      component[NavigationMixin.GenerateUrl]({
        type: 'standard__recordPage',
        attributes: { recordId, actionName: 'view' }
      })
    )
  );
  return Object.fromEntries(known.map((id, index) => [id, urls[index]]));
}
