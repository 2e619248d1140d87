// Locking: what was typed in the last moment is kept before the desk closes.
import * as backend from "../backend";
import { patients } from "../card/patients.svelte";
import { intake } from "../intake/intake.svelte";

export async function lock(): Promise<void> {
  await Promise.all([intake.draft.flush(), patients.draft.flush()]);
  await backend.lock();
}
