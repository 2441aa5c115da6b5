"use strict";

/* The meaning of a definition, as transpiler/meaning has it in Python, for the page's text tester.
   The tests ask both the same questions. Truth is true, false, or null for unknown; texts are lists
   of code points, so that `_` takes one character whatever its encoding. */
const Syndrome = (() => {
  function folder(from, to) {
    const table = new Map();
    const targets = Array.from(to);
    Array.from(from).forEach((character, at) => table.set(character, targets[at]));
    return (characters) => characters.map((character) => table.get(character) ?? character);
  }

  /* A segment as a list of tests, one a character. */
  function placesOf(segment) {
    return segment.flatMap((piece) => {
      if (piece === null) return [() => true];
      if (Array.isArray(piece)) return [(character) => piece.includes(character)];
      return Array.from(piece).map((wanted) => (character) => character === wanted);
    });
  }

  const compiled = new WeakMap();
  function segmentsOf(pattern) {
    if (!compiled.has(pattern)) compiled.set(pattern, pattern.segments.map(placesOf));
    return compiled.get(pattern);
  }

  function standsAt(places, text, at) {
    return at + places.length <= text.length && places.every((test, i) => test(text[at + i]));
  }

  function findFrom(places, text, at) {
    for (let start = at; start + places.length <= text.length; start++) {
      if (standsAt(places, text, start)) return start;
    }
    return null;
  }

  /* The leftmost characters of a folded text that a pattern takes, as [start, end], or null. */
  function findMatch(pattern, text) {
    const segments = segmentsOf(pattern);
    if (pattern.isWord) return findWord(segments[0] ?? [], text);
    if (segments.length === 0) return pattern.opens || text.length === 0 ? [0, 0] : null;
    let start = null;
    let at = 0;
    for (let i = 0; i < segments.length; i++) {
      const places = segments[i];
      const tiedToStart = i === 0 && !pattern.opens;
      const tiedToEnd = i === segments.length - 1 && !pattern.closes;
      let found;
      if (tiedToEnd) {
        const begin = text.length - places.length;
        const placed = begin >= at && (begin === 0 || !tiedToStart);
        found = placed && standsAt(places, text, begin) ? begin : null;
      } else if (tiedToStart) {
        found = standsAt(places, text, 0) ? 0 : null;
      } else {
        found = findFrom(places, text, at);
      }
      if (found === null) return null;
      start ??= found;
      at = found + places.length;
    }
    return [start, at];
  }

  function findWord(places, text) {
    for (let at = findFrom(places, text, 0); at !== null; at = findFrom(places, text, at + 1)) {
      const end = at + places.length;
      const opens = at === 0 || text[at - 1] === " ";
      const closes = end === text.length || text[end] === " ";
      if (opens && closes) return [at, end];
    }
    return null;
  }

  function conjunction(truths) {
    if (truths.includes(false)) return false;
    return truths.includes(null) ? null : true;
  }

  function disjunction(truths) {
    if (truths.includes(true)) return true;
    return truths.includes(null) ? null : false;
  }

  function negation(truth) {
    return truth === null ? null : !truth;
  }

  /* What a tree does with one field's text (a folded list, or null where it is missing):
     number of each clause → its truth, its mark and, for a term, the characters it took. */
  function ask(node, text, number = "0", isNegation = false, found = new Map()) {
    const entry = { truth: null, mark: "", span: null, text: node.text, isNegation };
    found.set(number, entry);
    const prefix = number === "0" ? "" : number + ".";
    const below = (node.clauses ?? []).map((clause, i) => {
      const name = prefix + (i + 1);
      ask(clause, text, name, isNegation !== (node.kind === "unless" && i > 0), found);
      return found.get(name).truth;
    });
    if (node.kind === "any") entry.truth = disjunction(below);
    if (node.kind === "all") entry.truth = conjunction(below);
    if (node.kind === "unless") {
      entry.truth = conjunction([below[0], ...below.slice(1).map(negation)]);
    }
    if (node.kind === "missing") entry.truth = text === null;
    if (node.kind === "blank") entry.truth = text === null ? null : text.length === 0;
    if (node.kind === "term" && text !== null) {
      entry.span = findMatch(node.pattern, text);
      entry.truth = entry.span !== null;
    }
    const isVetoed =
      node.kind === "unless" && below[0] === true && below.slice(1).includes(true);
    entry.mark = isVetoed ? "vetoed" : { true: "true", false: "false", null: "unknown" }[entry.truth];
    return found;
  }

  /* Whether a combination holds; `held` says of each part whether it does. */
  function follows(combined, held) {
    if (combined.kind === "part") return held[combined.part];
    const below = combined.below.map((found) => follows(found, held));
    if (combined.kind === "all") return !below.includes(false);
    return below.includes(true) === (combined.kind === "any");
  }

  /* What a definition does with a visit: field → text or null. Returns whether its parts hold as they
     must, and what was found in each field of each part. */
  function trace(parts, combined, fold, visit) {
    const fields = parts.flatMap((part, i) =>
      part.fields.map((field) => {
        const text = visit[field] ?? null;
        const characters = text === null ? null : Array.from(text);
        const folded = characters === null ? null : fold(characters);
        return { part: i + 1, field, characters, clauses: ask(part.root, folded, "0", part.isNegation) };
      })
    );
    const truths = parts.map((_, i) =>
      disjunction(
        fields.filter((one) => one.part === i + 1).map((one) => one.clauses.get("0").truth)
      )
    );
    const isMatch = follows(combined, truths.map((truth) => truth === true));
    return { isMatch, fields };
  }

  function capitals(text) {
    return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  }

  /* A complaint as its parsed field has it, or null where nothing is left of it. */
  function parsedComplaint(layout, complaint) {
    const gone = new Set(layout.gone);
    const seen = Array.from(capitals(complaint)).filter((character) => !gone.has(character)).join("");
    return seen.replace(new RegExp(layout.between, "gu"), " ").replace(/^ +| +$/g, "") || null;
  }

  /* The codes of a text, undotted, with semicolons between, or null where it has none. */
  function readCodes(layout, text) {
    const rewrites = layout.rewrites.map(([what, by]) => [new RegExp(what, "gu"), by]);
    const [between, joined] = rewrites.pop();
    let rest = capitals(text);
    if (!new RegExp(layout.codeList, "u").test(rest)) {
      rest = rewrites.reduce((left, [what, by]) => left.replace(what, by), `;${rest};`);
    }
    return rest.replace(/\./g, "").replace(between, joined).replace(/^;+|;+$/g, "") || null;
  }

  /* The fields that are built of a complaint and codes, each null where it is missing. */
  function laidOut(layout, complaint, codes) {
    const said = complaint === null ? null : parsedComplaint(layout, complaint);
    const found = codes === null ? null : readCodes(layout, codes);
    const parsed = found === null ? null : `;${found};`;
    const barred = (right) => {
      const joined = `${said ?? ""} | ${right ?? ""}`.replace(/^ +| +$/g, "");
      return joined === "|" ? null : joined;
    };
    return {
      ccdd_parsed: barred(parsed),
      dd_parsed: parsed,
      chief_complaint_parsed: said,
      ccdd: barred(codes),
      chief_complaint_history: complaint === null ? null : `{1};${complaint};`,
      discharge_diagnosis: codes,
      chief_complaint: complaint,
      chief_complaint_original: complaint,
    };
  }

  return { folder, findMatch, ask, trace, laidOut };
})();

function startTester() {
  const data = JSON.parse(document.getElementById("definition").textContent);
  const fold = Syndrome.folder(data.fold[0], data.fold[1]);
  const answer = document.getElementById("answer");
  const inputs = Array.from(document.querySelectorAll("textarea[data-field]"));

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* The text with what terms took marked; where two overlap, a negation shows. */
  function underlined(one) {
    const kinds = one.characters.map(() => "");
    for (const wanted of [false, true]) {
      for (const entry of one.clauses.values()) {
        if (entry.span === null || entry.isNegation !== wanted) continue;
        kinds.fill(wanted ? "negation" : "inclusion", entry.span[0], entry.span[1]);
      }
    }
    const line = element("p", "text");
    let start = 0;
    for (let at = 1; at <= kinds.length; at++) {
      if (at < kinds.length && kinds[at] === kinds[start]) continue;
      const text = one.characters.slice(start, at).join("");
      line.append(kinds[start] ? element("mark", kinds[start], text) : text);
      start = at;
    }
    return line;
  }

  function shown(one) {
    const box = element("section", "field");
    const truth = one.clauses.get("0").truth;
    const says = { true: "matches", false: "does not match", null: "is missing" }[truth];
    box.append(element("h4", truth ? "yes" : "no", `${one.field || "the text"} ${says}`));
    box.append(underlined(one));
    const list = element("ul");
    for (const [number, entry] of one.clauses) {
      if (entry.span !== null) {
        const kind = entry.isNegation ? "negation" : "inclusion";
        const taken = one.characters.slice(entry.span[0], entry.span[1]).join("");
        list.append(element("li", kind, `${number} ${kind} ${entry.text} found “${taken}”`));
      }
    }
    for (const [number, entry] of one.clauses) {
      if (entry.mark === "vetoed") {
        const what = number === "0" ? "the inclusion" : `the inclusion of clause ${number}`;
        list.append(element("li", "veto", `${what} was found, and a negation vetoes it`));
      }
    }
    box.append(list);
    return box;
  }

  function markOutline(found, field) {
    for (const badge of document.querySelectorAll(".badge")) {
      const one = found.fields.find(
        (each) => String(each.part) === badge.dataset.part && each.field === field
      );
      const entry = one?.clauses.get(badge.dataset.number);
      badge.textContent = entry?.mark ?? "";
      badge.className = `badge ${entry?.mark ?? ""}`;
    }
  }

  function run(edited) {
    const visit = {};
    for (const input of inputs) visit[input.dataset.field] = input.value === "" ? null : input.value;
    answer.replaceChildren();
    if (inputs.every((input) => input.value === "")) {
      markOutline({ fields: [] }, "");
      return;
    }
    const found = Syndrome.trace(data.readings[0].parts, data.readings[0].combined, fold, visit);
    answer.append(element("h3", found.isMatch ? "yes" : "no", found.isMatch ? "Matches" : "Does not match"));
    for (const reading of data.readings.slice(1)) {
      const other = Syndrome.trace(reading.parts, reading.combined, fold, visit);
      if (other.isMatch !== found.isMatch) {
        const says = other.isMatch ? "matches" : "does not match";
        answer.append(element("p", "other", `Read ${reading.name} it ${says}.`));
      }
    }
    for (const one of found.fields) if (one.characters !== null) answer.append(shown(one));
    markOutline(found, edited.dataset.field);
  }

  for (const input of inputs) input.addEventListener("input", () => run(input));

  const typed = Array.from(document.querySelectorAll("textarea.typed"));
  function fill() {
    const [complaint, codes] = typed.map((box) => (box.value === "" ? null : box.value));
    const built = Syndrome.laidOut(data.layout, complaint, codes);
    built[""] = built.ccdd_parsed;
    const filled = inputs.filter((input) => input.dataset.field in built);
    for (const input of filled) input.value = built[input.dataset.field] ?? "";
    run(filled[0]);
  }
  for (const box of typed) box.addEventListener("input", fill);
}

if (typeof document !== "undefined") startTester();
