// Codes that went out and were not read back yet, by the question: a curtain, another tab or a closed panel takes
// nothing away from somebody who looks for their phone.
import type { OtpSent } from "../backend/types";

export const waiting = new Map<string, OtpSent>();
