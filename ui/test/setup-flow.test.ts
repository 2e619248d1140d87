import { askedOf, answers, calmCore, DESK, problem } from "./border";
import { beforeEach, describe, expect, it } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import { SetupFlow } from "../src/setup/flow.svelte";

beforeEach(async () => {
  calmCore();
  answers["setup_keep"] = () => null;
  answers["desk_state"] = () => ({ ...DESK, phase: "first_run" });
  await desk.ask();
});

describe("first run", () => {
  it("keeps organisation and desk after their steps, never a person and never a password", async () => {
    const flow = new SetupFlow();
    flow.form.manager_name = "Серікова Айгүл";
    flow.form.login = "aigul";
    flow.password = flow.again = "тайна-тайна";
    for (let step = 0; step < 4; step += 1) await flow.next();
    const kept = askedOf("setup_keep").map((one) => one.args["json"] as string);
    expect(kept).toHaveLength(2);
    for (const json of kept) expect(json).not.toMatch(/Серікова|aigul|тайна/);
    expect(flow.step).toBe("create");
  });
  it("resumes what was kept, without a person", async () => {
    answers["setup_saved"] = () =>
      JSON.stringify({ organisation: { number: "240340012345" }, site: "Абая", manager_name: "x" });
    const flow = new SetupFlow();
    await flow.resume();
    expect(flow.form.organisation.number).toBe("240340012345");
    expect(flow.form.organisation.name).toEqual({ kk: "", ru: "" });
    expect([flow.form.site, flow.form.prefix, flow.form.manager_name]).toEqual(["Абая", "100", ""]);
  });
  it("survives a torn file", async () => {
    answers["setup_saved"] = () => "{";
    const flow = new SetupFlow();
    await flow.resume();
    expect(flow.form.prefix).toBe("100");
  });
  it("leads each problem to the step where it is mended", async () => {
    answers["setup"] = () => {
      throw [problem("bin-checksum", "number"), problem("vault-password-short", "password")];
    };
    const flow = new SetupFlow();
    await flow.create();
    expect(flow.problems.map((one) => flow.stepOf(one))).toEqual(["organisation", "manager"]);
    expect(flow.at("number")).toHaveLength(1);
  });
});
