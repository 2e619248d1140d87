// The entry of the patient's window: styles, its own words, the webview's own keys off.
import "@fontsource-variable/golos-text/index.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/parts.css";
import "./patient.css";
import "./words";
import { mount } from "svelte";
import { guardWindow } from "../keys/guard";
import Patient from "./Patient.svelte";

guardWindow(window);
const target = document.getElementById("patient");
if (target) mount(Patient, { target });
