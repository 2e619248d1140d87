// Leaving the screen: what was typed in the last moment is kept before the curtain falls or the desk closes.
import * as backend from "../backend";
import { patients } from "../card/patients.svelte";
import { expected } from "../expected/expected.svelte";
import { intake } from "../intake/intake.svelte";
import { documentEdition, policyEdition } from "../policy/edition.svelte";

const kept = () =>
  Promise.all(
    [intake, patients, policyEdition, documentEdition, expected].map((one) => one.draft.flush()),
  );

/** The screen is covered; people come back by PIN. */
export async function cover(): Promise<void> {
  await kept();
  await backend.cover();
}

/** The shift ends: the desk closes and starts anew. */
export async function lock(): Promise<void> {
  await kept();
  await backend.lock();
}
