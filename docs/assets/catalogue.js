// No module: it has to run from files too. The block keeps its names apart.
{
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent);
      const label = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  const SHOWN = 12;
  const form = document.querySelector("form.find");
  const [input, list, status] = ["input", "ul", "[role=status]"].map((name) => form.querySelector(name));
  const { src } = document.currentScript;
  let index, entries, chosen = -1;

  const load = () => (index ??= Promise.all([import(new URL("match.js", src)), fetch(form.dataset.index).then((answer) => answer.json())]).then(([{ Index, slug }, data]) => {
    entries = data.pages.map(([kind, path, title, more]) => ({ path, title, note: kind, more }));
    for (const [family, variants] of data.variants) {
      for (const [repo, title, more = ""] of variants) {
        const name = repo.split("/").pop();
        entries.push({ path: `families/${family}/${slug(repo)}`, title: title || name.replace(/[-_]+/g, " "), note: repo, more: `${repo} ${more}`, name });
      }
    }
    return new Index(entries.map((entry) => [entry.name || entry.title, `${entry.name ? entry.title : ""} ${entry.more}`]));
  }).catch(() => { index = null; return null; }));

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const options = list.children;
    if (!options.length) return;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (number + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  const go = (option) => { location.href = `${form.dataset.root}/${option.dataset.path}/`; };

  async function show() {
    const ready = await load();
    const query = input.value;
    if (!ready || !query.trim()) { close(); status.textContent = ""; return; }
    const found = ready.find(query);
    list.replaceChildren(...found.slice(0, SHOWN).map(([n], i) => {
      const option = document.createElement("li");
      option.id = `found-${i}`;
      option.role = "option";
      option.ariaSelected = "false";
      option.dataset.path = entries[n].path;
      const note = document.createElement("small");
      note.textContent = entries[n].note;
      option.append(entries[n].title, note);
      return option;
    }));
    close();
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
    const words = form.dataset;
    status.textContent = found.length === 1 ? words.one : found.length ? words.many.replace("{}", found.length) : words.none;
  }

  input.addEventListener("focus", load, { once: true });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show(); else choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      go(list.children[chosen]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) go(option); });
  input.addEventListener("blur", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input,select,textarea,[contenteditable]")) {
      event.preventDefault();
      input.focus();
    }
  });
  if (location.protocol === "file:") for (const note of document.querySelectorAll("[data-served]")) note.textContent = note.dataset.served;
}
