// A patient's form while it is typed: asks the core what the rules say of it and remembers which
// fields were left, so that nobody is told about a field they have not reached. No rule stands here.
import * as backend from "../backend";
import type {
  FormCheck,
  PatientForm,
  Problem,
  RepairView,
  RepresentativeForm,
} from "../backend/types";
import { language } from "../words/index.svelte";

const CHECK_MS = 150;

export type PatientField = Exclude<keyof PatientForm, "confirmed" | "no_surname" | "others">;

/** An untouched form; the patient's papers speak the language of the desk until somebody asks. */
export function emptyPatient(): PatientForm {
  return {
    surname: "",
    no_surname: false,
    name: "",
    patronymic: "",
    iin: "",
    birth_date: "",
    sex: "",
    doc_type: "",
    doc_number: "",
    doc_issued_on: "",
    doc_issued_by: "",
    doc_checked: "",
    phone: "",
    phone_owner: "patient",
    language: language(),
    kind: "",
    newborn_number: "",
    latin_name: "",
    citizenship: "",
    polyclinic: "",
    address: "",
    address_registered: "",
    email: "",
    phone_2: "",
    phone_2_owner: "",
    supplied_by: "",
    designated: "",
    confirmed: [],
    others: [],
  };
}

export class PatientEntry {
  form = $state<PatientForm>(emptyPatient());
  /** Who acts for the person, where that is typed. */
  representative = $state<RepresentativeForm | null>(null);
  /** The further fields are open. */
  further = $state(false);
  check = $state<FormCheck | null>(null);
  /** Refusals of the last attempt to save. */
  refused = $state<Problem[]>([]);
  #left = $state<Record<string, boolean>>({});
  #all = $state(false);
  #here = "";
  /** Left while the core is being asked: they speak when it has answered, not from what it said of fewer letters. */
  #leaving: string[] = [];
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** Begins anew with a form: an empty one, a card's, or a draft's. */
  begin(form: PatientForm): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.form = form;
    this.representative = null;
    this.further = false;
    this.check = null;
    this.refused = [];
    this.#left = {};
    [this.#leaving, this.#isAsking] = [[], false];
    this.#all = false;
  }

  /** Asks the core about the form, once the keys rest. */
  ask(card: string | null): void {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.#isAsking = true;
    this.#timer = setTimeout(async () => {
      const [form, acts] = [$state.snapshot(this.form), $state.snapshot(this.representative)];
      const answer = await backend.checkIntake(form, acts, card);
      if (turn !== this.#turn) return;
      this.#isAsking = false;
      for (const field of this.#leaving.splice(0)) this.#left[field] = true;
      if (!answer.ok) return;
      this.check = answer.value;
      for (const one of answer.value.written) if (this.#left[one.field]) this.#write(one);
    }, CHECK_MS);
  }

  enter(field: string): void {
    this.#here = field;
  }

  leave(field: string): void {
    this.#here = "";
    if (field.startsWith("rep_") || this.form[field as PatientField] !== "")
      if (this.#isAsking) this.#leaving.push(field);
      else this.#left[field] = true;
    for (const one of this.check?.written ?? []) if (one.field === field) this.#write(one);
  }

  /** A field that was left shows its date as the core writes it; never under somebody's hands. */
  #write(one: RepairView): void {
    const field = one.field as PatientField;
    if (this.#here !== field && this.form[field] === one.from) this.form[field] = one.to;
  }

  /** After an attempt to save, every field speaks. */
  refuse(problems: Problem[]): void {
    this.refused = problems;
    this.#all = true;
  }

  /** What is shown beside a field. Live words replace those of the last attempt. */
  at(field: string): Problem[] {
    if (!this.#all && !this.#left[field]) return [];
    const live = field in this.form || field.startsWith("rep_");
    const source = this.check && live ? this.check.problems : this.refused;
    return source.filter((one) => one.field === field);
  }

  /** Was it said at the last attempt, and is it right by now? */
  mended(problem: Problem): boolean {
    const field = problem.field ?? "";
    const live = field in this.form || field.startsWith("rep_");
    return (
      live && this.check !== null && !this.check.problems.some((one) => one.code === problem.code)
    );
  }

  /** What a person must confirm beside a field. */
  warnings(field: string): Problem[] {
    return this.check?.warnings.filter((one) => one.field === field) ?? [];
  }

  /** What is noticed beside a field and needs nothing. */
  notices(field: string): Problem[] {
    return this.check?.notices.filter((one) => one.field === field) ?? [];
  }

  repairs(field: string): RepairView[] {
    return this.check?.repairs.filter((one) => one.field === field) ?? [];
  }

  /** Takes an offered repair. */
  repair(one: RepairView): void {
    const field = one.field as PatientField;
    if (field in this.form) this.form[field] = one.to;
  }

  /** A card beside the form is another person's, or that is taken back. */
  tellApart(card: string): void {
    this.form.others = this.form.others.includes(card)
      ? this.form.others.filter((one) => one !== card)
      : [...this.form.others, card];
  }

  isConfirmed(code: string): boolean {
    return this.form.confirmed.includes(code);
  }

  confirm(code: string): void {
    this.form.confirmed = this.isConfirmed(code)
      ? this.form.confirmed.filter((one) => one !== code)
      : [...this.form.confirmed, code];
  }
}
