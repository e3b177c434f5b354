// Refreshes the parts of a page that carry `data-live`: the server renders the same fragment that
// it rendered first. A hidden tab asks for nothing; an error makes the pauses longer.
(() => {
  "use strict";

  const LONGEST_MS = 30000;

  function keep(part) {
    const open = [...part.querySelectorAll("details[data-keep]")].filter((each) => each.open);
    const names = new Set(open.map((each) => each.dataset.keep));
    return () => {
      part.querySelectorAll("details[data-keep]").forEach((each) => {
        each.open = names.has(each.dataset.keep);
      });
    };
  }

  function busy(part) {
    const selection = document.getSelection();
    const reads = selection && !selection.isCollapsed && part.contains(selection.anchorNode);
    return reads || part.contains(document.activeElement);
  }

  function follow(part) {
    const every = Number(part.dataset.every) || 3000;
    let pause = every;
    let last = null;
    let timer = null;

    async function refresh() {
      timer = null;
      if (document.hidden) return;
      if (!busy(part)) {
        try {
          const answer = await fetch(part.dataset.live, { credentials: "same-origin", redirect: "error" });
          if (!answer.ok || answer.status === 204) throw new Error(`status ${answer.status}`);
          const html = await answer.text();
          if (html !== last && !busy(part)) {
            const restore = keep(part);
            part.innerHTML = html;
            restore();
            last = html;
          }
          part.classList.remove("sy-stale");
          pause = every;
          if (answer.headers.get("X-Live") === "over") return;
        } catch {
          part.classList.add("sy-stale");
          pause = Math.min(pause * 2, LONGEST_MS);
        }
      }
      plan();
    }

    function plan() {
      if (timer === null && !document.hidden) timer = setTimeout(refresh, pause);
    }

    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && timer === null) refresh();
    });
    plan();
  }

  document.addEventListener("click", async (event) => {
    const target = event.target.closest("[data-copy]");
    if (!target) return;
    await navigator.clipboard.writeText(target.dataset.copy);
    target.classList.add("sy-copied");
    setTimeout(() => target.classList.remove("sy-copied"), 1200);
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-live]").forEach(follow);
  });
})();
