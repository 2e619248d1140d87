// The only door of the patient's window: three commands, and no event. The shell calls its page by name.
import { call, json } from "./call";
import type { Act, PatientView, PolicyText } from "./types";

declare global {
  var tirkeuPatientChanged: (() => void) | undefined;
}

export const patientPage = () => call<PatientView>("patient_page");
export const patientPolicy = () => call<PolicyText>("patient_policy");
export const patientAct = (act: Act) => call<PatientView>("patient_act", { act: json(act) });
/** Something changed: the page is asked again. */
export const onChanged = (then: () => void) => {
  globalThis.tirkeuPatientChanged = then;
};
