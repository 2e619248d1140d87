// Being there. Minutes without a key or a pointer are counted in Rust; the window only says that somebody
// is there, and not at each key.
import * as backend from "../backend";

const SAID_MS = 20_000;
let said = -SAID_MS;

/** A key, a pointer, a wheel: somebody is there. */
export function present(): void {
  const now = performance.now();
  if (now - said < SAID_MS) return;
  said = now;
  void backend.active();
}
