/**
 * Hands the focus on from a button that goes, or is locked, to what came of it. Called after what was changed; the change
 * is on the page by the time the focus moves.
 * @param component the component in whose template the target stands
 * @param ids `data-id` of the target; further ones stand in where it is not there
 */
export async function focusOn({ template }, ...ids) {
  // Components are rendered at the end of the turn in which they were changed.
  await Promise.resolve();
  const targets = ids.map((id) => template.querySelector(`[data-id="${id}"]`));
  targets.find(Boolean)?.focus();
}

/** A press of a button leaves the focus where it is, so that no field left behind complains and pushes the button away. */
export function keepFocus(event) {
  event.preventDefault();
}

/** Takes the focus to the button that was pressed after all: what was typed into a field is the field's once it is left. */
export function leaveFields({ currentTarget }) {
  currentTarget.focus();
}
