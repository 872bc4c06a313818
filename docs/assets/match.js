// Finds names typed with mistakes. A name is words and numbers, 30b being one; each typed word takes its best match.
const WORD = /\d+[bmk](?![a-z])|\d+|[^\W\d_]+|[^\x00-\x7f]+/gu;
export const split = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(WORD) || [];

const numeric = (word) => word[0] >= "0" && word[0] <= "9";

// Edits of one letter, a swap counting once (optimal string alignment).
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before, last, row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    before = last; last = row; row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return row[b.length];
}

// From 0 to 1.
function fit(typed, word) {
  if (typed === word) return 1;
  if (numeric(typed) !== numeric(word)) return 0;
  if (word.startsWith(typed)) return numeric(typed) ? (word.slice(0, -1) === typed ? 0.9 : 0) : 0.7 + 0.25 * typed.length / word.length;
  if (numeric(typed)) return typed.length > 2 && distance(typed, word, 1) < 2 ? 0.3 : 0;
  const most = typed.length > 7 ? 2 : typed.length > 3 ? 1 : 0;
  const edits = most ? distance(typed, word, most) : 9;
  return edits <= most ? 0.85 - 0.15 * edits : 0;
}

export class Index {
  // names: [[name, more words], ...]
  constructor(names) {
    const ids = new Map();
    const number = (word) => ids.get(word) ?? (ids.set(word, ids.size), ids.size - 1);
    this.docs = names.map(([name, more = ""]) => {
      const words = split(name);
      return { main: words.length, words: [...words, ...split(more)].map(number), glued: words.join("") };
    });
    this.words = [...ids.keys()];
  }

  // [[number of the name, score], ...], best first
  find(query) {
    const typed = [...new Set(split(query.slice(0, 200)))].slice(0, 12);
    if (!typed.length) return [];
    const weights = typed.map((word) => (word.length > 1 || numeric(word) ? 1 : 0.4));
    const least = 0.66 * weights.reduce((a, b) => a + b);
    const fits = typed.map((word) => Float32Array.from(this.words, (other) => fit(word, other)));
    const found = [];
    this.docs.forEach((doc, n) => {
      let score = 0;
      for (let q = 0; q < typed.length; q++) {
        let best = 0;
        doc.words.forEach((word, i) => { best = Math.max(best, fits[q][word] * (i < doc.main ? 1 : 0.8)); });
        if (best < 0.6 && typed[q].length > 3 && doc.glued.includes(typed[q])) best = 0.6;
        score += best * weights[q];
      }
      if (score >= least) found.push([n, score - 0.02 * doc.main]);
    });
    return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }
}

// As in generator/catalogue/slugs.py.
export const slug = (repo) => repo.split("/").pop().toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
