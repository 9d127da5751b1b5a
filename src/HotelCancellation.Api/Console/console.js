// The console's first page: what the system serves, and one booking predicted. No framework, no other origin.

const KEY = "hotelcancellation.key";
const REFRESH_MS = 5000;
const SHOWN_REASONS = 8;
const byId = id => document.getElementById(id);

const inDays = days => {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};

// Every field of the booking contract, in the order in which people think of a booking.
const FIELDS = [
  ["Booking", [
    text("bookingId", "Booking id", "B-1001"),
    text("propertyId", "Property", "city-01"),
    { name: "bookedOn", label: "Booked on", type: "date", value: () => inDays(-30) },
    { name: "arrivalDate", label: "Arrival", type: "date", value: () => inDays(75) },
    { name: "asOf", label: "Asked as of", type: "date", value: () => "", optional: true, query: true },
  ]],
  ["Stay", [
    number("weekendNights", "Weekend nights", 2),
    number("weekNights", "Week nights", 3),
    text("reservedRoomType", "Room type", "A"),
    choice("meal", "Meal", ["BB", "HB", "FB", "SC", "Undefined"]),
    { ...number("adr", "Daily rate", 112.5), step: "0.01" },
    number("specialRequests", "Special requests", 1),
  ]],
  ["Guests", [
    number("adults", "Adults", 2),
    number("children", "Children", 0),
    number("babies", "Babies", 0),
    { ...text("guestRef", "Guest ref.", ""), optional: true },
    { ...text("country", "Country", "PRT"), optional: true },
  ]],
  ["Sale", [
    choice("marketSegment", "Market segment", ["Online TA", "Offline TA/TO", "Direct", "Groups", "Corporate", "Complementary", "Aviation"]),
    choice("distributionChannel", "Channel", ["TA/TO", "Direct", "Corporate", "GDS"]),
    choice("depositType", "Deposit", ["No Deposit", "Non Refund", "Refundable"]),
    choice("customerType", "Customer type", ["Transient", "Transient-Party", "Contract", "Group"]),
    { ...text("agent", "Agent", "9"), optional: true },
    { ...text("company", "Company", ""), optional: true },
  ]],
  ["History of the guest", [
    { name: "isRepeatedGuest", label: "Has stayed before", type: "flag", options: [["false", "No"], ["true", "Yes"]], value: () => "false" },
    number("previousCancellations", "Earlier cancellations", 0),
    number("previousBookingsNotCanceled", "Earlier stays kept", 0),
  ]],
];

function text(name, label, value) { return { name, label, type: "text", value: () => value }; }
function number(name, label, value) { return { name, label, type: "number", value: () => value }; }
function choice(name, label, options) { return { name, label, type: "choice", options: options.map(o => [o, o]), value: () => options[0] }; }

const allFields = FIELDS.flatMap(([, fields]) => fields);

function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value; else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// --- The form ---------------------------------------------------------------------------------------------------------

function buildForm() {
  byId("fields").replaceChildren(...FIELDS.map(([title, fields]) =>
    element("fieldset", {}, element("legend", { textContent: title }), element("div", { className: "grid" }, ...fields.map(buildField)))));
}

function buildField(field) {
  const label = element("label", { htmlFor: field.name }, field.label);
  if (field.optional) label.append(" ", element("span", { className: "optional", textContent: "(optional)" }));
  const control = field.options
    ? element("select", {}, ...field.options.map(([value, shown]) => element("option", { value, textContent: shown })))
    : element("input", { type: field.type, autocomplete: "off" });
  if (field.type === "number") control.step = field.step ?? "1";
  control.id = control.name = field.name;
  control.value = field.value();
  if (!field.optional) control.setAttribute("aria-required", "true");
  control.setAttribute("aria-describedby", `${field.name}-error`);
  control.addEventListener("input", () => showFieldError(field.name, ""));
  return element("div", {}, label, control, element("p", { id: `${field.name}-error`, className: "error" }));
}

function readBooking() {
  const booking = {};
  for (const field of allFields) {
    const value = byId(field.name).value.trim();
    if (field.query || value === "") continue;
    booking[field.name] = field.type === "number" ? Number(value) : field.type === "flag" ? value === "true" : value;
  }
  return booking;
}

function showFieldError(name, message) {
  const control = byId(name);
  byId(`${name}-error`).textContent = message;
  if (message) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
}

function clearErrors() {
  allFields.forEach(field => showFieldError(field.name, ""));
  byId("form-error").textContent = "";
  byId("key-error").textContent = "";
}

async function predict(event) {
  event.preventDefault();
  clearErrors();
  const key = byId("key").value.trim();
  if (!key) {
    byId("key-error").textContent = "Enter an API key first.";
    byId("key").focus();
    return;
  }
  const asOf = byId("asOf").value;
  const button = byId("submit");
  button.disabled = true;
  try {
    const response = await fetch(`/api/v1/predictions?explain=true${asOf ? `&asOf=${encodeURIComponent(asOf)}` : ""}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": key },
      body: JSON.stringify(readBooking()),
    });
    const answer = await response.json();
    if (response.ok) showPrediction(answer); else showProblem(response.status, answer);
  } catch {
    byId("form-error").textContent = "The server does not answer. Try again in a moment.";
  } finally {
    button.disabled = false;
  }
}

function showProblem(status, problem) {
  byId("result").hidden = true;
  if (status === 401) {
    byId("key-error").textContent = problem.detail;
    byId("key").focus();
    return;
  }
  const others = [];
  let first = null;
  for (const [name, messages] of Object.entries(problem.errors ?? {})) {
    const message = messages.join("; ");
    if (allFields.some(field => field.name === name)) {
      showFieldError(name, message);
      first ??= byId(name);
    } else {
      others.push(name ? `${name}: ${message}` : message);
    }
  }
  byId("form-error").textContent = others.length ? others.join(" ") : first ? "Some fields have a value that is not allowed." : problem.detail ?? problem.title;
  first?.focus();
}

// --- The answer -------------------------------------------------------------------------------------------------------

const percent = value => (value * 100).toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 }) + " %";

function showPrediction(answer) {
  const decision = answer.willCancel ? "Expected to be cancelled" : "Expected to be kept";
  byId("probability").textContent = percent(answer.probability);
  byId("decision").textContent = decision;
  byId("band").textContent = `${answer.riskBand} risk`;
  byId("band").dataset.band = answer.riskBand;
  byId("gauge-fill").style.width = `${answer.probability * 100}%`;
  byId("gauge-fill").classList.toggle("over", answer.willCancel);
  byId("gauge-mark").style.left = `${answer.threshold * 100}%`;
  byId("threshold").textContent = `The mark is the model's threshold, ${percent(answer.threshold)}: from there on a booking is expected to be cancelled.`;
  byId("warnings").replaceChildren(...answer.warnings.map(w => element("li", { textContent: w })));
  byId("as-of").textContent = answer.asOf;
  byId("by-version").textContent = answer.modelVersion;
  byId("prediction-id").textContent = answer.predictionId;
  byId("raw").textContent = JSON.stringify(answer, null, 2);
  showReasons(answer.reasons ?? [], false);
  byId("result").hidden = false;
  byId("announce").textContent = `${percent(answer.probability)}, ${decision}, ${answer.riskBand} risk.`;
  byId("result").focus({ preventScroll: true });
  byId("result").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "nearest" });
}

function showReasons(reasons, all) {
  const telling = reasons.filter(r => Math.abs(r.contribution) >= 0.0005);
  const shown = all ? telling : telling.slice(0, SHOWN_REASONS);
  const largest = Math.max(0.001, ...reasons.map(r => Math.abs(r.contribution)));
  byId("reasons").replaceChildren(...shown.map(reason => {
    const up = reason.contribution >= 0;
    const bar = element("i", { className: up ? "up" : "down" });
    bar.style.width = `${Math.abs(reason.contribution) / largest * 50}%`;
    return element("li", {},
      element("span", { textContent: reason.text }),
      element("span", { className: "bar", "aria-hidden": "true" }, bar),
      element("span", { className: "number", textContent: `${up ? "+" : "−"}${Math.abs(reason.contribution).toFixed(2)}` }));
  }));
  const more = byId("more");
  more.hidden = telling.length <= SHOWN_REASONS;
  more.setAttribute("aria-expanded", String(all));
  more.textContent = all ? "Show the strongest reasons only" : `Show all ${telling.length} reasons`;
  more.onclick = () => showReasons(reasons, !all);
}

// --- The state of things ----------------------------------------------------------------------------------------------

const STATUS = { ready: "Ready", degraded: "Degraded", noModel: "No model", unreachable: "Not reachable" };
const METRICS = { auc: "AUC", ap: "AP", brier: "Brier", logLoss: "Log loss", f1Best: "Best F1", calibrationError: "Calibration error", n: "Bookings" };
const time = value => value ? new Date(value).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "never";
const set = (id, value) => { if (byId(id).textContent !== value) byId(id).textContent = value; };

async function refresh() {
  try {
    const key = byId("key").value.trim();
    const response = await fetch("/health/ready", { headers: key ? { "x-api-key": key } : {}, cache: "no-store" });
    showHealth(await response.json());
  } catch {
    showStatus("unreachable");
  } finally {
    setTimeout(refresh, document.hidden ? REFRESH_MS * 6 : REFRESH_MS);
  }
}

function showStatus(status) {
  byId("status").dataset.status = status;
  set("status", STATUS[status] ?? status);
}

function showHealth(health) {
  showStatus(health.status);
  const { model, storage } = health;
  byId("champion").hidden = !model;
  byId("no-model").hidden = !!model;
  if (model) {
    set("version", model.version);
    set("since", time(model.since));
    set("created", time(model.created));
    set("rows", `${model.rowsTrained.toLocaleString("en")} bookings`);
    set("arrivals", `${model.firstArrival} to ${model.lastArrival}`);
    byId("metrics").replaceChildren(...Object.keys(METRICS).filter(name => name in model.metrics).map(name =>
      element("div", {}, element("dt", { textContent: METRICS[name] }), element("dd", { textContent: figure(model.metrics[name]) }))));
  }
  set("storage", storage.reachable === false ? `not answering since ${time(storage.unreachableSince)}` : storage.reachable ? "answers" : "not asked yet");
  set("storage-last", time(storage.lastSuccess));
  set("keys-loaded", time(health.keysLoaded));
  const notes = [...health.problems];
  if (health.lastRefusal) notes.push(`${health.lastRefusal.version}: ${health.lastRefusal.reason}`);
  if (notes.join() !== [...byId("problems").children].map(li => li.textContent).join()) {
    byId("problems").replaceChildren(...notes.map(n => element("li", { textContent: n })));
  }
}

const figure = value => Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(3);

// --- Start ------------------------------------------------------------------------------------------------------------

buildForm();
byId("key").value = sessionStorage.getItem(KEY) ?? "";
byId("key").addEventListener("input", () => {
  byId("key-error").textContent = "";
  sessionStorage.setItem(KEY, byId("key").value.trim());
});
byId("key-form").addEventListener("submit", event => event.preventDefault());
byId("key-show").addEventListener("click", () => {
  const shown = byId("key").type === "text";
  byId("key").type = shown ? "password" : "text";
  byId("key-show").textContent = shown ? "Show" : "Hide";
  byId("key-show").setAttribute("aria-pressed", String(!shown));
});
byId("booking").addEventListener("submit", predict);
byId("reset").addEventListener("click", () => {
  allFields.forEach(field => { byId(field.name).value = field.value(); });
  clearErrors();
  byId("result").hidden = true;
});
refresh();
