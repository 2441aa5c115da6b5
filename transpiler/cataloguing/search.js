"use strict";
(() => {
  const box = document.getElementById("search");
  const told = document.getElementById("told");
  const rows = [...document.querySelectorAll(".definitions > li")];
  document.querySelector(".search").hidden = false;
  const show = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => row.dataset.search.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    told.textContent = words.length ? `${shown} of ${rows.length}` : `${rows.length} definitions`;
  };
  box.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== box) {
      event.preventDefault();
      box.focus();
    } else if (event.key === "Escape" && document.activeElement === box) {
      box.value = "";
      show();
    }
  });
  show();
})();
