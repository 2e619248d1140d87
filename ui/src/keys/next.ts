// Enter = next field, Ctrl+↓ = next part of a form. Focus moves because a person pressed a key, never by itself.

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

/** Where each part of a form begins: the first field of whatever bears `data-part`. */
function partsOf(form: HTMLElement): HTMLElement[] {
  const first = (part: HTMLElement) => fieldsOf(part)[0];
  return [...form.querySelectorAll<HTMLElement>("[data-part]")]
    .map(first)
    .filter((field) => field !== undefined);
}

const isBehind = (one: Node, other: Node): boolean =>
  (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

function goTo(field: HTMLElement | undefined): void {
  if (!field) return;
  field.focus();
  if (field instanceof HTMLInputElement && /^(text|password|tel)$/.test(field.type)) field.select();
}

/**
 * Svelte action of a form: Enter in a field goes to the next one, at the last one it stays; on a heading with
 * `data-lead` it goes to the first. Ctrl+↓ and Ctrl+↑ go from part to part.
 */
export function enterMoves(form: HTMLElement) {
  function part(event: KeyboardEvent, at: HTMLElement) {
    const starts = partsOf(form);
    const next =
      event.key === "ArrowDown"
        ? starts.find((one) => isBehind(one, at))
        : starts.reverse().find((one) => isBehind(at, one));
    if (starts.length === 0) return;
    event.preventDefault();
    goTo(next);
  }
  function enter(event: KeyboardEvent, at: HTMLElement) {
    const fields = fieldsOf(form);
    if (at.dataset["lead"] !== undefined) {
      event.preventDefault();
      return goTo(fields[0]);
    }
    if (!(at instanceof HTMLInputElement || at instanceof HTMLSelectElement)) return;
    if (at.dataset["enter"] === "own") return;
    event.preventDefault();
    const here = fields.findIndex(
      (one) =>
        one === at ||
        (one instanceof HTMLInputElement && one.type === "radio" && one.name === at.name),
    );
    goTo(fields[here + (event.shiftKey ? -1 : 1)]);
  }
  function move(event: KeyboardEvent) {
    const at = event.target;
    if (!(at instanceof HTMLElement) || event.altKey || event.metaKey) return;
    const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (event.ctrlKey && isArrow) part(event, at);
    else if (event.key === "Enter" && !event.ctrlKey) enter(event, at);
  }
  form.addEventListener("keydown", move);
  return { destroy: () => form.removeEventListener("keydown", move) };
}
