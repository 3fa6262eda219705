/* The portal's one script. Every page works without it; with it, words are saved while they are typed. */
(() => {
  "use strict";

  const KEPT = "portal-draft:";
  /* Words are sent when one pauses, and while one goes on typing at least this often; after a failure, again. */
  const PAUSE = 2000;
  const LONGEST = 5000;
  const AGAIN = 4000;
  const SLOW = 3000;
  const NO_ANSWER = 20000;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* --- this device's own copy: only what the server has not got yet ------------------------------------------- */
  const device = {
    read(key) {
      try { return JSON.parse(localStorage.getItem(KEPT + key)); } catch { return null; }
    },
    /* Whether it could be kept: there may be no room, or it may not be allowed. */
    keep(key, body) {
      try { localStorage.setItem(KEPT + key, JSON.stringify({ body, at: Date.now() })); return true; } catch { return false; }
    },
    drop(key) {
      try { localStorage.removeItem(KEPT + key); } catch { /* nothing was kept */ }
    },
    keys() {
      try { return Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).map((key) => key.slice(KEPT.length)); } catch { return []; }
    },
    clear() { this.keys().forEach((key) => this.drop(key)); },
    /* A form was sent from this window: its copy stays until the portal has led on from it. */
    sending(key) {
      try { sessionStorage.setItem(KEPT + "sent", JSON.stringify({ key, from: location.href.split("#")[0] })); } catch { /* it stays */ }
    },
    /* Only an answer of the portal's own leads from the form to this page; after an error page nothing has arrived. */
    arrived() {
      try {
        const mark = JSON.parse(sessionStorage.getItem(KEPT + "sent"));
        sessionStorage.removeItem(KEPT + "sent");
        const led = performance.getEntriesByType("navigation")[0]?.redirectCount > 0 && document.referrer === mark?.from;
        if (led && !location.pathname.includes("/account/")) this.drop(mark.key);
      } catch { /* it stays */ }
    },
  };

  /* --- what a form holds, without secrets and files ------------------------------------------------------------ */
  const skipped = (form) => new Set(all("input[type=password], input[type=file], [data-no-draft]", form).map((one) => one.name));

  const contents = (form) => {
    const leave = skipped(form).add("csrfmiddlewaretoken");
    const pairs = [...new FormData(form)].filter(([name, value]) => !leave.has(name) && typeof value === "string");
    return new URLSearchParams(pairs).toString();
  };

  /* Only what a person typed: the hidden fields (who, since when) are new on every page. */
  const typed = (body) => new URLSearchParams([...new URLSearchParams(body)].filter(([name]) => !name.startsWith("_"))).toString();

  const refill = (form, body) => {
    const values = new Map();
    for (const [name, value] of new URLSearchParams(body)) values.set(name, [...(values.get(name) || []), value]);
    const leave = skipped(form).add("csrfmiddlewaretoken");
    for (const control of form.elements) {
      if (!control.name || leave.has(control.name) || control.type === "submit" || control.type === "hidden") continue;
      const mine = values.get(control.name) || [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = mine.includes(control.value);
      else if (control.multiple && control.options) for (const option of control.options) option.selected = mine.includes(option.value);
      else if (mine.length) control.value = mine.shift();
    }
    for (const control of form.elements) control.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /* --- the saved note ------------------------------------------------------------------------------------------ */
  const noteOf = (form) =>
    form.querySelector("[data-saved]") ||
    (form.id && document.querySelector(`[data-saved][data-for="${CSS.escape(form.id)}"]`)) ||
    document.querySelector("[data-saved]");

  const say = (note, condition, words) => {
    if (!note) return;
    for (const shape of all("[data-when]", note)) shape.hidden = shape.dataset.when !== condition;
    const says = note.querySelector("[data-says]") || note;
    if (says.textContent !== words) says.textContent = words;
  };

  /* --- how long one is signed in: said before it ends, and the same in every window ------------------------------ */
  const session = {
    KEY: "portal-session",
    ends: null,
    /* What the server says: the seconds left if nothing is done, and the seconds left whatever is done. */
    hear(headers) { this.take(headers.get("X-Session-Left")); },
    take(left) {
      if (!left) return;
      const [unused, longest] = left.split(" ").map((seconds) => Date.now() + seconds * 1000);
      this.ends = { unused, longest };
      try { localStorage.setItem(this.KEY, JSON.stringify(this.ends)); } catch { /* this window knows */ }
    },
    latest() {
      try { return JSON.parse(localStorage.getItem(this.KEY)) || this.ends; } catch { return this.ends; }
    },
  };

  const watchSession = (box) => {
    const form = box.querySelector("form");
    const before = Number(box.dataset.before) * 1000;
    let told = "";

    const tell = (what, end) => {
      if (what === told) return;
      told = what;
      box.hidden = !what;
      form.hidden = what !== "unused";
      box.querySelector("a").hidden = what !== "over";
      const time = new Date(end).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
      box.querySelector("[data-says]").textContent = what ? box.dataset[what].replace("TIME", time) : "";
    };

    const look = () => {
      const { unused, longest } = session.latest();
      const end = Math.min(unused, longest);
      if (Date.now() >= end) tell("over", end);
      else if (Date.now() >= end - before) tell(longest <= unused ? "longest" : "unused", end);
      else tell("", end);
    };

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error", headers: { Accept: "application/json" } });
        session.hear(answer.headers);
      } catch { /* the warning stays */ }
      look();
    });
    session.take(box.dataset.left);
    setInterval(look, 5000);
    addEventListener("storage", look);
    addEventListener("pageshow", look);
    document.addEventListener("visibilitychange", look);
    document.addEventListener("htmx:afterRequest", (event) => { session.take(event.detail.xhr.getResponseHeader("X-Session-Left")); });
    look();
  };

  /* --- saving while one types ---------------------------------------------------------------------------------- */
  const hidden = (form, name) => form.querySelector(`input[type=hidden][name="${name}"]`)?.value || "";

  const keepSaving = (form) => {
    const address = form.dataset.draft;
    /* The same words in each language's page, and nobody else's: what is signed begins with the writer. */
    const place = [hidden(form, "_form"), hidden(form, "_record"), hidden(form, "_writer").split(":")[0]].join(" ");
    const keys = [place, `${place} later`];
    const note = noteOf(form);
    /* A form that came back with something to correct is sent once more: an older sending may have overtaken it. */
    let sent = document.querySelector("main .summary") ? "" : contents(form);
    let saved = note?.querySelector("[data-says]").textContent || "";
    let waiting = 0;
    let since = 0;
    let sending = null;
    let failing = "";
    let kept = null;
    /* The controls whose chosen file the server has not got yet, and why it will not have the last one. */
    const onTheirWay = new Set();
    let unfit = "";

    /* The note never says more than is true: saved is only what stands in the form now. */
    const show = () => {
      if (!note) return;
      if (onTheirWay.size) say(note, "unsaved", note.dataset.unsaved);
      else if (unfit) say(note, "unsaved", unfit);
      else if (failing) say(note, failing, note.dataset[failing]);
      else if (contents(form) !== sent) say(note, "saving", note.dataset.saving);
      else say(note, saved && "saved", saved);
    };

    /* Words of an earlier page that wait for an answer are not written over. */
    const mine = () => (offers[0].isConnected ? keys[1] : keys[0]);
    const keepOnDevice = () => {
      kept = contents(form);
      return device.keep(mine(), kept);
    };
    /* The server has what this page kept; what another page kept stays. */
    const letGo = () => keys.filter((one) => device.read(one)?.body === kept).forEach((one) => device.drop(one));

    const keepHere = () => {
      failing = keepOnDevice() ? "kept" : "unsaved";
      show();
    };

    const later = (pause) => {
      clearTimeout(waiting);
      if (form.isConnected && !form.dataset.sent) waiting = setTimeout(send, pause);
    };

    const changed = () => {
      since ||= Date.now();
      if (failing) keepHere();
      else show();
      later(Math.min(PAUSE, Math.max(since + LONGEST - Date.now(), 0)));
    };

    const post = async (body, signal) => {
      const token = form.querySelector("[name=csrfmiddlewaretoken]");
      const answer = await fetch(address, {
        method: "POST",
        body,
        keepalive: typeof body === "string" && body.length < 60000,
        credentials: "same-origin",
        redirect: "manual",
        signal,
        headers: { ...(typeof body === "string" && { "Content-Type": "application/x-www-form-urlencoded" }), "X-CSRFToken": token ? token.value : "", Accept: "application/json" },
      });
      if (answer.type === "opaqueredirect") session.take("0 0");
      if (!answer.ok) throw new Error(String(answer.status));
      session.hear(answer.headers);
      return answer.json();
    };

    const send = async (leaving = false) => {
      clearTimeout(waiting);
      const body = contents(form);
      if (sending && !leaving) return;
      if (body === sent) { failing = ""; letGo(); show(); return; }
      /* The newer words take the place of older ones on their way. */
      sending?.abort();
      const turn = new AbortController();
      sending = turn;
      since = 0;
      if (leaving) keepOnDevice();
      const slow = setTimeout(keepHere, navigator.onLine ? SLOW : 0);
      const never = setTimeout(() => turn.abort(), NO_ANSWER);
      const answer = await post(body, turn.signal).catch(() => null);
      clearTimeout(slow);
      clearTimeout(never);
      if (turn !== sending) return;
      sending = null;
      if (answer) {
        saved = answer.saved;
        sent = body;
        failing = "";
        if (contents(form) === body) letGo();
      } else keepHere();
      show();
      if (contents(form) !== sent) later(failing ? AGAIN : PAUSE);
    };

    /* A chosen file is sent at once and named by the form from then on, so that nobody looks for it twice. */
    const holdFile = async (control) => {
      const name = form.querySelector(`input[type=hidden][name="_held_${control.name}"]`);
      const chosen = control.files[0];
      unfit = "";
      onTheirWay.delete(control);
      if (name && chosen && !form.dataset.sent) {
        onTheirWay.add(control);
        show();
        const answer = await post(new FormData(form)).catch(() => null);
        if (control.files[0] !== chosen) return;
        if (!answer) { setTimeout(() => { if (control.files[0] === chosen) holdFile(control); }, AGAIN); return; }
        onTheirWay.delete(control);
        unfit = answer.problems[control.name] || "";
        name.value = answer.held[control.name] || name.value;
        if (!unfit) saved = answer.saved;
      }
      changed();
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", (event) => { if (event.target.type === "file") holdFile(event.target); else changed(); });
    addEventListener("online", () => send());
    addEventListener("pagehide", () => { if (!form.dataset.sent) send(true); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !form.dataset.sent) send(true);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(waiting);
      sending?.abort();
      sending = null;
      if (contents(form) !== sent) keepOnDevice();
      /* To another language the same form goes along, and says there what is missing. */
      if (form.contains(event.submitter)) device.sending(mine());
    });
    const offers = keys.map((one) => offer(form, one, note, () => { keepOnDevice(); send(); }));
    if (!sent) changed();
  };

  /* --- words of this device that never reached the server: offered, never forced -------------------------------- */
  const offer = (form, key, note, taken) => {
    const box = document.createElement("div");
    const copy = device.read(key);
    if (!copy) return box;
    if (typed(copy.body) === typed(contents(form))) { device.drop(key); return box; }
    if (!note) return box;
    box.className = "note warn noprint";
    const words = document.createElement("p");
    const when = new Date(copy.at).toLocaleString(document.documentElement.lang, { weekday: "short", hour: "numeric", minute: "2-digit" });
    words.textContent = `${note.dataset.offer} ${when}`;
    const row = document.createElement("p");
    row.className = "row";
    const button = (text, css, act) => {
      const one = document.createElement("button");
      one.type = "button";
      one.className = `btn small ${css}`;
      one.textContent = text;
      one.addEventListener("click", () => { box.remove(); act(); });
      return one;
    };
    row.append(
      button(note.dataset.use, "second", () => { device.drop(key); refill(form, copy.body); taken(); }),
      button(note.dataset.drop, "plain", () => device.drop(key)),
    );
    box.append(words, row);
    form.before(box);
    return box;
  };

  /* --- a double click makes one thing ---------------------------------------------------------------------------- */
  const guard = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again") || form.target === "_blank") return;
    if (all("[hx-post], [hx-put], [hx-patch]", form).length || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    // After the browser has read the form, so that the button's own value goes along.
    setTimeout(() => { button.disabled = true; }, 0);
    setTimeout(() => release(form), 15000);
  };

  const release = (form) => {
    delete form.dataset.sent;
    for (const button of all("[aria-busy=true]", form)) { button.disabled = false; button.removeAttribute("aria-busy"); }
    for (const button of all(`[form="${CSS.escape(form.id || "-")}"][aria-busy=true]`)) { button.disabled = false; button.removeAttribute("aria-busy"); }
  };

  /* --- a passkey that could not be used is said, not only written in the console --------------------------------- */
  const KINDS = { NotAllowedError: "refused", AbortError: "refused", InvalidStateError: "known" };
  const sayTrouble = (event) => {
    const box = document.querySelector("[data-passkey-trouble]");
    if (!box) return;
    event.preventDefault();
    box.hidden = false;
    box.textContent = box.dataset[KINDS[event.detail.exception?.name] || "failed"];
  };

  /* --- how many words are typed ----------------------------------------------------------------------------------- */
  const countWords = (control) => {
    const count = document.getElementById(`${control.id}_count`);
    if (!count) return;
    const pattern = count.textContent;
    control.addEventListener("input", () => {
      const typed = control.value.trim() ? control.value.trim().split(/\s+/).length : 0;
      count.textContent = pattern.replace(/\d+/, typed);
    });
  };

  /* --- whether there is quorum, while attendance is tapped ------------------------------------------------------- */
  const countQuorum = (told) => {
    const count = () => {
      const here = all("[data-votes] input:checked", told.closest("form")).filter((one) => ["present", "alternate"].includes(one.value)).length;
      const isMet = here >= Number(told.dataset.quorum);
      told.querySelector("[data-here]").textContent = here;
      told.querySelector("[data-met]").hidden = !isMet;
      told.querySelector("[data-short]").hidden = isMet;
      told.hidden = false;
    };
    told.closest("form").addEventListener("change", count);
    count();
  };

  /* --- on every page ---------------------------------------------------------------------------------------------- */
  document.addEventListener("submit", guard);
  document.addEventListener("allauth.error", sayTrouble);
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-signs-out], [action*=\"logout\"]")) device.clear(); });
  addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-sent]").forEach(release); });

  const begin = (root) => {
    all("form[data-draft]", root).forEach(keepSaving);
    all("[data-words]", root).forEach(countWords);
    all("[data-quorum]", root).forEach(countQuorum);
  };
  device.arrived();
  all(".stay").forEach(watchSession);
  begin(document);
  const attend = (root) => { root.querySelector("[data-focus]")?.focus(); };
  attend(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === document.body) return;
    begin(event.detail.elt);
    attend(event.detail.elt);
  });
})();
