// Explorer and comparison.
import { Index, slug } from "./match.js";

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// One object per variant; null is not known.
async function loadModels(address) {
  const data = await load(address);
  const { columns, families, publishers, licenses, epoch, rights } = data;
  const start = Date.parse(epoch);
  const models = (columns.name || []).map((name, n) => {
    const family = families[columns.family[n]];
    const publisher = publishers[family[2]];
    const license = licenses[columns.license[n]];
    const repo = `${data.orgs[columns.org[n]]}/${name}`;
    const parameters = columns.parameters[n];
    const days = columns.released[n];
    const sizes = columns.weights[n] || data.precisions.map(([, bits]) => (parameters ? Math.round(parameters * bits / 8) : null));
    return {
      n, repo, name, title: columns.title[n] || name.replace(/[-_]+/g, " ").trim(), path: `families/${family[0]}/${slug(repo)}`,
      family: family[1], publisher: publisher[0], publisherTitle: publisher[1], country: publisher[2], purpose: columns.purpose[n],
      license: license ? license[0] : null, licenseTitle: license ? license[1] : null, openness: data.openness[columns.openness[n]],
      rights: Object.fromEntries(rights.map((right, place) => [right, ANSWERS[(columns.rights[n] >> (2 * place)) & 3]])),
      parameters, active: columns.active[n], context: columns.context[n], sizes, cache: data.caches[columns.cache[n]] || null,
      language: data.languages[columns.languages[n]], format: data.formats[columns.formats[n]],
      released: days === null ? null : new Date(start + days * 864e5).toISOString().slice(0, 10),
      downloads: columns.downloads[n], derivatives: columns.derivatives[n],
    };
  });
  return { ...data, models };
}
const place = (query) => location.href.split(/[?#]/)[0] + (query && `?${query}`); // not //host
const MOST = 4, ANSWERS = ["unknown", "yes", "conditional", "no"];

// The formula of generator/derive/sizing.py; the weights alone where the cache is not known.
function memory(data, model, precision, tokens) {
  const weights = model.sizes[data.precisions.findIndex(([id]) => id === precision)];
  if (!weights) return null;
  const [added, windowed, window] = model.cache || [0, 0, 0];
  return Math.round((weights + added * tokens + windowed * Math.min(window, tokens)) * (1 + data.headroom));
}

const count = new Intl.NumberFormat("en").format;
const gigabytes = (bytes) => `${Number((bytes / 1e9).toPrecision(bytes < 1e11 ? 3 : Math.ceil(Math.log10(bytes / 1e9))))} GB`;
function parameters(value) {
  for (const [scale, letter] of [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]]) {
    if (value >= scale) return count(Number((value / scale).toPrecision(3))) + letter;
  }
  return count(value);
}

const language = document.documentElement.lang || "en";
const MONTH = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
const day = (iso) => { const at = new Date(iso); return `${at.getUTCDate()} ${MONTH.format(at)} ${at.getUTCFullYear()}`; };

const fill = (text, ...values) => values.reduce((filled, value) => filled.replace("{}", () => value), text);

const make = (tag, text = "", name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name });
const verdict = (words, answer) => make("span", words[answer], `verdict ${answer}`);

async function explore(root) {
  // The form is the question, the address holds it, every change answers it anew.

  const PAGE = 50;
  const words = JSON.parse(root.dataset.words);
  const form = root.querySelector("form.filters");
  const tray = root.querySelector("form.tray");
  const [status, ignoredNote, chips, rows, help, more, sorting] = ["count", "ignored", "chips", "rows", "help", "more", "sort"].map((id) => document.getElementById(id));
  const blank = document.getElementById("row").content.querySelector("tr");
  const headers = [...root.querySelectorAll("th[data-key]")];

  const BELONGS = { yes: ["terms", "yes"], conditional: ["terms"], no: ["no"], unknown: ["unknown"] };
  const RANGES = {
    memory: { fields: ["memory"], value: (m) => needs[m.n], within: (v, f) => v <= f.memory * 1e9 },
    parameters: { fields: ["min", "max"], value: (m) => m.parameters, within: (v, f) => v >= (f.min || 0) * 1e9 && v <= (f.max || Infinity) * 1e9 },
    context: { fields: ["context"], value: (m) => m.context, within: (v, f) => v >= f.context },
    since: { fields: ["since"], value: (m) => m.released, within: (v, f) => v >= f.since },
  };
  const SORTS = {
    title: (m) => m.title.toLowerCase(), commercial: (m) => ANSWERS.indexOf(m.rights.commercial) || null,
    license: (m) => m.licenseTitle || m.license, parameters: (m) => m.parameters, memory: (m) => needs[m.n], context: (m) => m.context,
    openness: (m) => data.openness.indexOf(m.openness) || null, released: (m) => m.released, downloads: (m) => m.downloads,
  };
  const PLAIN = { number: (raw) => /^-?\d{1,12}(\.\d{1,6})?$/.test(raw), date: (raw) => /^\d{4}-\d\d-\d\d$/.test(raw) && Date.parse(raw) && new Date(raw).toISOString().startsWith(raw) };
  const RISING = ["title", "commercial", "license", "memory"];

  let data, groups, index, needs = [], needed = "", sort = "", picks = [], limit = PAGE, matching = [], order, ordered;

  const controls = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
  const unknownBox = (group) => controls("unknown").find((c) => c.value === group.name);
  const label = (control) => control.closest("label").querySelector("span").textContent;

  function prepare() {
    const boxes = new Set([...form.querySelectorAll("[type=checkbox]:not([name=unknown])")].map((c) => c.name));
    groups = ["q", ...boxes, ...data.rights, ...Object.keys(RANGES)].map((name, bit) => {
      if (name === "q" || RANGES[name]) return { name, bit: 1 << bit, range: RANGES[name] };
      // What a model or a column has under this name.
      const list = (m) => BELONGS[m.rights[name]] || [(name in m ? m[name] : data.columns[name][m.n]) ?? []].flat();
      const fields = controls(name);
      const targets = fields[0].tagName === "SELECT" ? [...fields[0].options].slice(1) : fields;
      const number = new Map(targets.map((target, i) => [target.value, i]));
      const spots = targets.map((t) => (t.label ? { base: t.label, option: t } : { count: t.closest("label").querySelector("[data-count]") }));
      return { name, bit: 1 << bit, targets, spots, each: name === "language", member: data.models.map((m) => (list(m).length ? list(m) : ["unknown"]).map((value) => number.get(value))) };
    });
  }

  // The address -> the form. Returns what was ignored.
  function restore(address) {
    const ignored = [], seen = new Set();
    form.reset();
    sort = ""; picks = []; limit = PAGE;
    for (const [name, raw] of new URLSearchParams(address)) {
      if (raw === "" || take(name, raw, seen)) { seen.add(name); continue; }
      ignored.push(`${name}=${raw}`.slice(0, 60));
    }
    const f = form.elements;
    if (f.min.value && f.max.value && +f.min.value > +f.max.value) { ignored.push(`max=${f.max.value}`); f.max.value = ""; }
    for (const box of form.querySelectorAll("details")) {
      if ([...box.querySelectorAll("input:checked,input[type=number],input[type=date]")].some((i) => i.checked || i.value && i.type !== "checkbox")) box.open = true;
    }
    return ignored;
  }

  function take(name, raw, seen) {
    if (name === "sort") { const key = raw.replace(/^-/, ""); return !sort && Object.hasOwn(SORTS, key) && !!(sort = raw); }
    if (name === "pick") {
      const found = data.models.find((m) => m.repo.toLowerCase() === raw.toLowerCase());
      return !!found && picks.length < MOST && !picks.includes(found) && !!picks.push(found);
    }
    const [control] = /^[a-z]+$/.test(name) ? controls(name) : [];
    if (!control) return false;
    if (control.type === "checkbox") {
      const box = controls(name).find((c) => c.value === raw);
      return !!box && !box.checked && (box.checked = true);
    }
    if (seen.has(name) || PLAIN[control.type] && !PLAIN[control.type](raw)) return false;
    control.value = raw.slice(0, 200);
    const taken = control.value === raw && control.checkValidity();
    if (!taken && name !== "q") control.value = control.defaultValue ?? [...control.options].find((o) => o.defaultSelected)?.value ?? "";
    return taken;
  }

  function write() {
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const control = form.elements[name];
      if (value !== "" && !(control.tagName === "SELECT" && control.options[control.selectedIndex].defaultSelected)) params.append(name, value);
    }
    if (sort) params.append("sort", sort);
    for (const model of picks) params.append("pick", model.repo);
    return `${params}`.replaceAll("%2F", "/");
  }

  function ask() {
    const f = Object.fromEntries(["memory", "min", "max", "context", "since"].map((name) => [name, form.elements[name].validity.valid ? form.elements[name].value : ""]));
    const unknown = new Set(new FormData(form).getAll("unknown"));
    const asked = new Map();
    for (const group of groups) {
      if (group.targets) {
        const wanted = group.targets.flatMap((t, i) => (t.checked || t.selected ? [i] : []));
        if (wanted.length) asked.set(group, { wanted: new Set(wanted) });
      } else if (group.range) {
        const set = group.range.fields.some((name) => f[name]);
        if (set || unknown.has(group.name)) asked.set(group, { f, set, unknown: unknown.has(group.name) });
      } else if (form.elements.q.value.trim()) {
        index ??= new Index(data.models.map((m) => [m.name, `${m.title} ${m.repo} ${m.family} ${m.publisherTitle} ${m.license || ""}`]));
        asked.set(group, { scores: new Map(index.find(form.elements.q.value)) });
      }
    }
    return asked;
  }

  function passes(group, { wanted, scores, f, set, unknown }, model) {
    if (wanted) {
      const member = group.member[model.n];
      return group.each ? [...wanted].every((i) => member.includes(i)) : member.some((i) => wanted.has(i));
    }
    if (scores) return scores.has(model.n);
    const value = group.range.value(model);
    return value === null ? unknown : set && group.range.within(value, f);
  }

  function reckon() {
    const { precision, tokens } = form.elements;
    if (needed === `${precision.value} ${tokens.value}`) return;
    needed = `${precision.value} ${tokens.value}`;
    needs = data.models.map((m) => memory(data, m, precision.value, +tokens.value));
  }

  function answer() {
    reckon();
    const asked = ask();
    const fails = data.models.map((model) => {
      let mask = 0;
      for (const [group, wish] of asked) if (!passes(group, wish, model)) mask |= group.bit;
      return mask;
    });
    for (const group of groups) {
      if (group.targets) tally(group, fails);
      else if (group.range) {
        unknownBox(group).closest("label").querySelector("[data-count]").textContent = count(data.models.filter((m) => !(fails[m.n] & ~group.bit) && group.range.value(m) === null).length);
      }
    }
    arrange(fails, [...asked].find(([group]) => group.name === "q")?.[1].scores);
    describe(asked, fails);
  }

  function tally(group, fails) {
    const counts = new Int32Array(group.targets.length);
    const own = group.each ? 0 : group.bit;
    fails.forEach((mask, n) => { if (!(mask & ~own)) for (const i of group.member[n]) counts[i]++; });
    group.spots.forEach((spot, i) => {
      const text = count(counts[i]);
      if (spot.text === text) return;
      spot.text = text;
      if (spot.option) spot.option.label = `${spot.base} (${text})`; else spot.count.textContent = text;
    });
  }

  function arrange(fails, scores) {
    const key = sort.replace(/^-/, "") || "released", value = SORTS[key], down = sort ? sort[0] === "-" : true;
    const given = `${sort} ${key === "memory" ? needed : ""}`;
    if (ordered !== given) {
      const keys = data.models.map(value);
      order = [...data.models].sort(({ n: a }, { n: b }) => {
        const x = keys[a], y = keys[b];
        if (x === y) return a - b;
        if (x === null || y === null) return x === null ? 1 : -1;
        return (x < y ? -1 : 1) * (down ? -1 : 1);
      });
      ordered = given;
    }
    matching = order.filter((m) => !fails[m.n]);
    if (scores && !sort) matching.sort((a, b) => scores.get(b.n) - scores.get(a.n) || a.n - b.n);
    sorting.value = [...sorting.options].some((o) => o.value === sort) ? sort : "";
    for (const header of headers) {
      if (sort && header.dataset.key === key) header.ariaSort = down ? "descending" : "ascending"; else header.removeAttribute("aria-sort");
    }
  }

  function describe(asked, fails) {
    status.textContent = matching.length === 1 ? words.one : matching.length ? fill(words.many, count(matching.length)) : words.none;
    const active = [...asked.keys()].flatMap(list);
    root.querySelector("[data-active]").textContent = active.length ? `(${active.length})` : "";
    chips.replaceChildren(...active.map((chip) => item(`${chip.text} ✕`, fill(words.remove, chip.text), chip.clear)));
    help.replaceChildren();
    if (!matching.length) {
      const ways = [...asked.keys()].map((group) => ({ text: list(group).map((c) => c.text).join(", "), clear: () => list(group).forEach((c) => c.clear()), n: fails.filter((mask) => mask === group.bit).length }));
      const useful = ways.filter((way) => way.n).sort((a, b) => b.n - a.n);
      help.append(...useful.map((way) => item(fill(words.drop, way.text, count(way.n)), "", way.clear)));
      if (!useful.length) help.textContent = words.helpless;
    }
    draw();
  }

  function list(group) {
    const f = form.elements;
    if (group.name === "q") return [{ text: f.q.value.trim(), clear: () => { f.q.value = ""; } }];
    if (group.targets) {
      return group.targets.flatMap((target, i) => {
        if (target.selected) return [{ text: `${label(target.parentElement)} ${group.spots[i].base}`, clear: () => { target.parentElement.value = ""; } }];
        return target.checked ? [{ text: label(target), clear: () => { target.checked = false; } }] : [];
      });
    }
    const said = { memory: [words.memory], min: [words.least, words.parameters], max: [words.most, words.parameters], context: [words.least, words.tokens], since: [words.since] };
    const set = group.range.fields.filter((name) => f[name].value).map((name) => ({
      text: said[name].reduceRight((text, part) => fill(part, text), f[name].value), clear: () => { f[name].value = ""; },
    }));
    const box = unknownBox(group);
    return box.checked ? [...set, { text: `${box.closest("details").querySelector("summary").textContent}: ${label(box)}`, clear: () => { box.checked = false; } }] : set;
  }

  function item(text, name, clear) {
    const entry = make("li"), button = make("button", text);
    button.type = "button";
    if (name) button.ariaLabel = name;
    button.addEventListener("click", () => { clear(); changed(true); (chips.querySelector("button") || status).focus(); });
    entry.append(button);
    return entry;
  }

  function draw() {
    rows.replaceChildren(...matching.slice(0, limit).map(makeRow));
    more.hidden = matching.length <= limit;
    showPicks();
  }

  function makeRow(model) {
    const row = blank.cloneNode(true), cells = row.children, link = row.querySelector("a"), box = row.querySelector("input");
    box.value = model.repo;
    box.checked = picks.includes(model);
    row.querySelector("label span").textContent = `${tray.ariaLabel}: ${model.title}`;
    link.href = `${root.dataset.root}${model.path}/`;
    link.textContent = model.title;
    row.querySelector("small").textContent = model.publisherTitle;
    cells[2].append(verdict(words, model.rights.commercial));
    const size = needs[model.n];
    put(cells[3], model.license && (model.licenseTitle || (model.license === "other" ? words.other : model.license)), words.openness[model.openness]);
    put(cells[4], model.parameters && parameters(model.parameters));
    put(cells[5], size && gigabytes(size), size && !model.cache ? words.alone : "");
    put(cells[6], model.context && count(model.context));
    put(cells[7], model.released && day(model.released));
    put(cells[8], model.downloads === null ? null : parameters(model.downloads));
    return row;
  }

  function put(cell, text, note) {
    if (text) cell.append(text); else { cell.textContent = words.unknown; cell.classList.add("unknown"); }
    if (note) cell.append(make("small", note));
  }

  function showPicks() {
    tray.hidden = !picks.length;
    tray.querySelector("p").textContent = fill(words.picked, picks.length);
    tray.querySelector("ul").replaceChildren(...picks.map((model) => {
      const entry = item(`${model.title} ✕`, fill(words.remove, model.title), () => { picks = picks.filter((m) => m !== model); });
      entry.append(Object.assign(make("input"), { type: "hidden", name: "m", value: model.repo }));
      return entry;
    }));
  }

  let lastEdited = "";
  // A new step in the history, but only one while the same field is typed into.
  function changed(push, edited = "") {
    limit = PAGE;
    ignoredNote.hidden = true;
    const query = write();
    if (`?${query}` !== (location.search || "?")) history[push && (!edited || edited !== lastEdited) ? "pushState" : "replaceState"](null, "", place(query));
    lastEdited = edited;
    answer();
  }

  function open() {
    const ignored = restore(location.search);
    ignoredNote.hidden = !ignored.length;
    ignoredNote.textContent = fill(words.ignored, ignored.slice(0, 8).join(", "));
    lastEdited = "";
    answer();
  }

  function listen() {
    form.addEventListener("input", ({ target }) => changed(true, target.matches("[type=checkbox],select") ? "" : target.name));
    form.addEventListener("submit", (event) => { event.preventDefault(); document.getElementById("narrow").checked = false; status.focus(); });
    form.addEventListener("reset", () => setTimeout(() => changed(true)));
    sorting.addEventListener("change", () => { sort = sorting.value; changed(true); });
    for (const header of headers) {
      const { key } = header.dataset, first = RISING.includes(key) ? key : `-${key}`;
      header.firstElementChild.addEventListener("click", () => { sort = sort === first ? (first === key ? `-${key}` : key) : first; changed(true); });
    }
    rows.addEventListener("change", ({ target }) => {
      const model = data.models.find((m) => m.repo === target.value);
      if (target.checked && picks.length >= MOST) { target.checked = false; showPicks(); tray.querySelector("p").textContent = words.full; return; }
      picks = target.checked ? [...picks, model] : picks.filter((m) => m !== model);
      history.replaceState(null, "", place(write()));
      showPicks();
    });
    more.addEventListener("click", () => { const at = limit; limit += PAGE; draw(); rows.children[at].querySelector("a").focus(); });
    addEventListener("popstate", open);
  }

  try {
    data = await loadModels(root.dataset.models);
    prepare();
    open();
    listen();
    sorting.disabled = false;
  } catch (error) {
    status.textContent = words.failed;
    throw error;
  }
}

async function compare(root) {
  const PRECISIONS = ["bf16", "fp8", "q4_k_m"], TOKENS = 8192;
  const words = JSON.parse(root.dataset.words);
  const [status, ignoredNote, table, add, diff, copies, names] = ["status", "ignored", "table", "add", "diff", "copies", "names"].map((id) => document.getElementById(id));
  const [languageNames, regionNames] = ["language", "region"].map((type) => new Intl.DisplayNames(language, { type, fallback: "code" }));
  const naming = (display, code) => { try { return display.of(code.replace("_", "-")); } catch { return code; } };

  let data, licenses, index, chosen = [];

  const most = (values) => Math.max(...values), least = (values) => Math.min(...values);

  // Name, value to compare, its text, which value is best, and the word for it.
  function listRows() {
    const row = (name, value, text = (v) => `${v}`, best, word) => ({ name, value, text, best, word });
    const named = words.rows;
    return [
      ...data.rights.map((right) => ({
        ...row(named[right], (m) => ANSWERS.indexOf(m.rights[right]) || null, (v, m) => words[m.rights[right]], least, words.freest),
        answer: right, note: (m) => (m.rights[right] === "conditional" && licenses.get(m.license)?.if[right]) || "",
      })),
      row(named.license, (m) => m.license, (v, m) => m.licenseTitle || v),
      row(named.asks, (m) => licenses.get(m.license)?.asks.map((duty) => words.duties[duty]).join("; ") || null),
      row(named.openness, (m) => data.openness.indexOf(m.openness) || null, (v, m) => words.openness[m.openness], most, words.most_open),
      row(named.parameters, (m) => m.parameters, parameters),
      row(named.active, (m) => m.active, parameters),
      ...PRECISIONS.map((id) => ({
        ...row(fill(named.memory, words.precisions[id]), (m) => memory(data, m, id, TOKENS), gigabytes, least, words.least),
        note: (m) => (m.cache || memory(data, m, id, TOKENS) === null ? "" : words.alone),
      })),
      row(named.context, (m) => m.context, (v) => count(v), most, words.longest),
      row(named.languages, (m) => m.language.length || null, (v, m) => `${m.language.map((code) => naming(languageNames, code)).join(", ")} (${v})`, most, words.most),
      row(named.formats, (m) => m.format.join(", ") || null),
      row(named.released, (m) => (m.released ? Date.parse(m.released) : null), (v, m) => day(m.released), most, words.newest),
      row(named.downloads, (m) => m.downloads, (v) => count(v), most, words.most),
      row(named.derivatives, (m) => m.derivatives, (v) => count(v), most, words.most),
      row(named.purpose, (m) => words.purposes[m.purpose]),
      row(named.publisher, (m) => m.publisherTitle),
      row(named.country, (m) => m.country, (v) => naming(regionNames, v)),
    ];
  }

  function fillIn() {
    return listRows().map((row) => {
      const values = chosen.map(row.value), present = values.filter((v) => v !== null);
      const best = row.best && present.length > 1 && new Set(present).size > 1 ? row.best(present) : NaN;
      const cells = chosen.map((model, i) => ({
        text: values[i] === null ? (row.answer ? words.unknown : words.missing) : row.text(values[i], model),
        missing: values[i] === null, note: row.note ? row.note(model) : "", best: values[i] === best ? row.word : "", answer: row.answer && model.rights[row.answer],
      }));
      return { name: row.name, cells, same: new Set(cells.map((cell) => cell.text + cell.note)).size < 2 };
    }).filter((row) => !(diff.checked && row.same));
  }

  const write = (cell) => cell.text + (cell.best ? ` (${cell.best})` : "") + (cell.note ? ` - ${cell.note}` : "");

  function draw() {
    const rows = fillIn(), head = make("tr"), body = make("tbody"), top = make("thead");
    head.append(Object.assign(make("th"), { scope: "col" }));
    head.firstChild.append(make("span", words.property, "hidden"));
    for (const model of chosen) {
      const cell = Object.assign(make("th"), { scope: "col" }), link = make("a", model.title), out = make("button", words.out, "button");
      link.href = `${root.dataset.root}${model.path}/`;
      Object.assign(out, { type: "button", ariaLabel: fill(words.remove, model.title) });
      out.addEventListener("click", () => { chosen = chosen.filter((m) => m !== model); change(); document.getElementById("name").focus(); });
      cell.append(link, make("small", model.publisherTitle), out);
      head.append(cell);
    }
    for (const row of rows) {
      const line = make("tr");
      line.append(Object.assign(make("th", row.name), { scope: "row" }));
      for (const cell of row.cells) {
        const spot = make("td", "", cell.missing && !cell.answer ? "unknown" : "");
        spot.append(cell.answer ? verdict(words, cell.answer) : cell.text);
        if (cell.best) spot.append(" ", make("span", cell.best, "best"));
        if (cell.note) spot.append(make("small", cell.note));
        line.append(spot);
      }
      body.append(line);
    }
    top.append(head);
    table.replaceChildren(...(chosen.length ? [top, body] : []));
    copies.hidden = table.parentElement.hidden = !chosen.length;
    root.querySelector(".empty").hidden = !!chosen.length;
    status.textContent = fill(words.count, chosen.length);
  }

  function change(push = true) {
    const params = new URLSearchParams(chosen.map((m) => ["m", m.repo]));
    if (diff.checked) params.append("diff", "1");
    const query = `${params}`.replaceAll("%2F", "/");
    if (push) history.pushState(null, "", place(query));
    ignoredNote.hidden = true;
    draw();
  }

  function open() {
    const ignored = [];
    chosen = [];
    diff.checked = false;
    for (const [name, value] of new URLSearchParams(location.search)) {
      const found = name === "m" && data.models.find((m) => m.repo.toLowerCase() === value.toLowerCase());
      if (found && chosen.length < MOST && !chosen.includes(found)) chosen.push(found);
      else if (name === "diff" && value === "1") diff.checked = true;
      else ignored.push((name === "m" ? value : `${name}=${value}`).slice(0, 60));
    }
    ignoredNote.hidden = !ignored.length;
    ignoredNote.textContent = fill(words.ignored, ignored.slice(0, 8).join(", "));
    draw();
  }

  const grid = () => [["", ...chosen.map((m) => m.title)], ["repository", ...chosen.map((m) => m.repo)], ...fillIn().map((row) => [row.name, ...row.cells.map(write)])];
  const csv = (text) => `"${text.replace(/(^|[;"\t\r])(?=[=+\-@＝＋－＠])/g, "$1'").replaceAll('"', '""')}"`;
  // Mentions and addresses are live even where they are escaped, but not as code.
  const markdown = (text) => (/[@#&]|:\/\/|www\.|gh-/i.test(text) ? `\`${text.replace(/[`|\s]+/g, " ")}\`` : text.replace(/[\\|<>[\]*_`]/g, "\\$&").replace(/\s+/g, " "));

  const FORMATS = {
    csv: () => grid().map((line) => line.map(csv).join(",")).join("\r\n"),
    markdown: () => grid().map((line, n) => `| ${line.map(markdown).join(" | ")} |${n ? "" : `\n|${" --- |".repeat(line.length)}`}`).join("\n"),
  };

  function listen() {
    diff.addEventListener("change", () => change());
    add.addEventListener("input", ({ target }) => {
      names.replaceChildren(...index.find(target.value).slice(0, 8).map(([n]) => Object.assign(make("option"), { value: data.models[n].repo })));
    });
    add.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = document.getElementById("name"), typed = field.value.trim().toLowerCase();
      const found = data.models.find((m) => m.repo.toLowerCase() === typed) || data.models[index.find(field.value)[0]?.[0]];
      if (!found) status.textContent = words.nothing;
      else if (chosen.includes(found)) status.textContent = fill(words.already, found.title);
      else if (chosen.length >= MOST) status.textContent = words.full;
      else { chosen.push(found); field.value = ""; change(); }
    });
    for (const button of copies.querySelectorAll("button")) {
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(FORMATS[button.value]());
        status.textContent = words.copied;
      });
    }
    addEventListener("popstate", open);
  }

  try {
    [data, licenses] = await Promise.all([loadModels(root.dataset.models), load(root.dataset.licenses)]);
    // Not a plain object: the Hub may say "constructor".
    licenses = new Map(Object.entries(licenses));
    index = new Index(data.models.map((m) => [m.name, `${m.title} ${m.repo} ${m.family}`]));
    open();
    listen();
  } catch (error) {
    status.textContent = words.failed;
    throw error;
  }
}

const [explorer, comparison] = ["explorer", "comparison"].map((id) => document.getElementById(id));
await (explorer ? explore(explorer) : compare(comparison));
