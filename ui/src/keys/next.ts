// Enter = next field. Focus moves because a person pressed Enter, never by itself.

const FIELDS =
  "input:not([type=hidden]):not(:disabled), select:not(:disabled), button[data-step]:not(:disabled)";

function reachable(field: HTMLElement): boolean {
  if (field.closest("[hidden], [inert]")) return false;
  // Of a group of radio buttons only the chosen one, or the first, is a stop.
  if (field instanceof HTMLInputElement && field.type === "radio" && !field.checked) {
    const group = field.form ?? field.closest("fieldset");
    const all = [...(group?.querySelectorAll<HTMLInputElement>("input[type=radio]") ?? [])].filter(
      (one) => one.name === field.name,
    );
    return !all.some((one) => one.checked) && all[0] === field;
  }
  return field.tabIndex >= 0;
}

/** The fields of a form in the order in which Enter visits them. */
export function fieldsOf(form: HTMLElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>(FIELDS)].filter(reachable);
}

/** Svelte action of a form: Enter in a field goes to the next one; at the last one it stays. */
export function enterMoves(form: HTMLElement) {
  function move(event: KeyboardEvent) {
    const field = event.target;
    if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
    if (field instanceof HTMLInputElement && field.dataset["enter"] === "own") return;
    event.preventDefault();
    const fields = fieldsOf(form);
    const here = fields.findIndex(
      (one) =>
        one === field ||
        (one instanceof HTMLInputElement && one.type === "radio" && one.name === field.name),
    );
    const next = fields[here + (event.shiftKey ? -1 : 1)];
    if (!next) return;
    next.focus();
    if (next instanceof HTMLInputElement && /^(text|password|tel)$/.test(next.type)) next.select();
  }
  form.addEventListener("keydown", move);
  return { destroy: () => form.removeEventListener("keydown", move) };
}
